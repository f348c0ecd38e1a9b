package io.bailiwick.journal.codec;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import io.bailiwick.journal.Batch;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookState;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopeState;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Batches and snapshots as the journal has them. A manifest is a name and a version of the form; a
 * form that could not be read as the next one gets the next version, and both are read for ever.
 * Thread-safe.
 */
public final class StoredFormSerializer extends SerializerWithStringManifest {

  /** Stored with every row; never changed, and above those that Pekko keeps for itself. */
  static final int IDENTIFIER = 78_787;

  /** From here on states are deflated. Batches are as in the version before. */
  private static final int DEFLATED = 3;

  private final int version;
  private final StoredForm<List<ScopeEvent>> scopeEvents;
  private final StoredForm<List<BookEvent>> bookEvents;
  private final StoredForm<ScopeState> scopeState;
  private final StoredForm<BookState> bookState;

  /**
   * @param version that is written, 1 to 3: not the latest one while a node that has to read it
   *     knows only an earlier one
   */
  public StoredFormSerializer(int version) {
    this.version = version;
    // All are the same CBOR, but that from 2 on a text that was there before is named by its
    // number. A reader understands either, so that one of them is enough.
    ObjectMapper mapper =
        switch (version) {
          case 1 -> StoredForm.mapper();
          case 2, 3 -> StoredForm.mapper(new CBORFactory().enable(CBORGenerator.Feature.STRINGREF));
          default -> throw new IllegalArgumentException("no version of the form: " + version);
        };
    scopeEvents = StoredForm.listOf(mapper, ScopeEvent.class);
    bookEvents = StoredForm.listOf(mapper, BookEvent.class);
    scopeState = StoredForm.of(mapper, ScopeState.class);
    bookState = StoredForm.of(mapper, BookState.class);
  }

  /** What this serializer is for. */
  public static List<Class<?>> types() {
    return List.of(Batch.class, ScopeState.class, BookState.class);
  }

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object object) {
    return switch (object) {
      case Batch<?, ?> batch when isOfScope(batch) -> "scope." + versionOfBatches();
      case Batch<?, ?> batch when isOfBook(batch) -> "book." + versionOfBatches();
      case ScopeState state -> "scope-state." + version;
      case BookState state -> "book-state." + version;
      default -> throw unknown(object);
    };
  }

  private int versionOfBatches() {
    return Math.min(version, DEFLATED - 1);
  }

  @Override
  public byte[] toBinary(Object object) {
    try {
      return switch (object) {
        case Batch<?, ?> batch when isOfScope(batch) ->
            scopeEvents.write(batch.events().stream().map(ScopeEvent.class::cast).toList());
        case Batch<?, ?> batch when isOfBook(batch) ->
            bookEvents.write(batch.events().stream().map(BookEvent.class::cast).toList());
        case ScopeState state -> write(scopeState, state);
        case BookState state -> write(bookState, state);
        default -> throw unknown(object);
      };
    } catch (IOException e) {
      throw new UncheckedIOException("cannot be stored: " + object.getClass().getName(), e);
    }
  }

  private <T> byte[] write(StoredForm<T> form, T state) throws IOException {
    return version < DEFLATED ? form.write(state) : form.deflate(state);
  }

  private static boolean isOfScope(Batch<?, ?> batch) {
    return batch.events().getFirst() instanceof ScopeEvent;
  }

  private static boolean isOfBook(Batch<?, ?> batch) {
    return batch.events().getFirst() instanceof BookEvent;
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    try {
      return switch (manifest) {
        case "scope.1", "scope.2" -> Batch.stored(scopeEvents.read(bytes));
        case "book.1", "book.2" -> Batch.stored(bookEvents.read(bytes));
        case "scope-state.1", "scope-state.2" -> scopeState.read(bytes);
        case "scope-state.3" -> scopeState.inflate(bytes);
        case "book-state.1", "book-state.2" -> bookState.read(bytes);
        case "book-state.3" -> bookState.inflate(bytes);
        default -> throw ofLaterVersion(manifest);
      };
    } catch (NotSerializableException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("not a stored " + manifest, e);
    }
  }

  private static NotSerializableException ofLaterVersion(String manifest) {
    return new NotSerializableException(
        "stored by a later version: " + manifest + ", which this one cannot read");
  }

  private static IllegalArgumentException unknown(Object object) {
    return new IllegalArgumentException("has no stored form: " + object.getClass().getName());
  }
}
