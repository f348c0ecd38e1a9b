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
import java.util.Set;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Batches and snapshots as the journal has them. A manifest is a name and a version of the form; a
 * form that could not be read as the next one gets the next version, and both are read for ever.
 * Thread-safe.
 */
public final class StoredFormSerializer extends SerializerWithStringManifest {

  /** Stored with every row; never changed, and above those that Pekko keeps for itself. */
  static final int IDENTIFIER = 78_787;

  static final String SCOPE_BATCH = "scope";
  static final String BOOK_BATCH = "book";
  static final String SCOPE_STATE = "scope-state";
  static final String BOOK_STATE = "book-state";

  /** Those that are read. */
  private static final Set<String> VERSIONS = Set.of("1", "2");

  private final int version;
  private final StoredForm<List<ScopeEvent>> scopeEvents;
  private final StoredForm<List<BookEvent>> bookEvents;
  private final StoredForm<ScopeState> scopeState;
  private final StoredForm<BookState> bookState;

  /**
   * @param version that is written, 1 or 2: not the latest one while a node that has to read it
   *     knows only an earlier one
   */
  public StoredFormSerializer(int version) {
    this.version = version;
    // Both are the same CBOR, but that in 2 a text that was there before is named by its number. A
    // reader understands either, so that one of them is enough.
    ObjectMapper mapper =
        switch (version) {
          case 1 -> StoredForm.mapper();
          case 2 -> StoredForm.mapper(new CBORFactory().enable(CBORGenerator.Feature.STRINGREF));
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
    return name(object) + '.' + version;
  }

  private static String name(Object object) {
    return switch (object) {
      case Batch<?, ?> batch when batch.events().getFirst() instanceof ScopeEvent -> SCOPE_BATCH;
      case Batch<?, ?> batch when batch.events().getFirst() instanceof BookEvent -> BOOK_BATCH;
      case ScopeState state -> SCOPE_STATE;
      case BookState state -> BOOK_STATE;
      default -> throw unknown(object);
    };
  }

  @Override
  public byte[] toBinary(Object object) {
    try {
      return switch (object) {
        case Batch<?, ?> batch when batch.events().getFirst() instanceof ScopeEvent ->
            scopeEvents.write(batch.events().stream().map(ScopeEvent.class::cast).toList());
        case Batch<?, ?> batch when batch.events().getFirst() instanceof BookEvent ->
            bookEvents.write(batch.events().stream().map(BookEvent.class::cast).toList());
        case ScopeState state -> scopeState.write(state);
        case BookState state -> bookState.write(state);
        default -> throw unknown(object);
      };
    } catch (IOException e) {
      throw new UncheckedIOException("cannot be stored: " + object.getClass().getName(), e);
    }
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    try {
      return switch (known(manifest)) {
        case SCOPE_BATCH -> Batch.stored(scopeEvents.read(bytes));
        case BOOK_BATCH -> Batch.stored(bookEvents.read(bytes));
        case SCOPE_STATE -> scopeState.read(bytes);
        case BOOK_STATE -> bookState.read(bytes);
        default -> throw ofLaterVersion(manifest);
      };
    } catch (NotSerializableException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("not a stored " + manifest, e);
    }
  }

  /** The name without its version, if it is one of those that can be read. */
  private static String known(String manifest) throws NotSerializableException {
    int dot = manifest.lastIndexOf('.');
    if (dot < 0 || !VERSIONS.contains(manifest.substring(dot + 1))) {
      throw ofLaterVersion(manifest);
    }
    return manifest.substring(0, dot);
  }

  private static NotSerializableException ofLaterVersion(String manifest) {
    return new NotSerializableException(
        "stored by a later version: " + manifest + ", which this one cannot read");
  }

  private static IllegalArgumentException unknown(Object object) {
    return new IllegalArgumentException("has no stored form: " + object.getClass().getName());
  }
}
