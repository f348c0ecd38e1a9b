package io.bailiwick.journal.codec;

import com.fasterxml.jackson.databind.ObjectMapper;
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

  static final String SCOPE_BATCH = "scope.1";
  static final String BOOK_BATCH = "book.1";
  static final String SCOPE_STATE = "scope-state.1";
  static final String BOOK_STATE = "book-state.1";

  private final StoredForm<List<ScopeEvent>> scopeEvents;
  private final StoredForm<List<BookEvent>> bookEvents;
  private final StoredForm<ScopeState> scopeState;
  private final StoredForm<BookState> bookState;

  public StoredFormSerializer() {
    ObjectMapper mapper = StoredForm.mapper();
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
      return switch (manifest) {
        case SCOPE_BATCH -> Batch.stored(scopeEvents.read(bytes));
        case BOOK_BATCH -> Batch.stored(bookEvents.read(bytes));
        case SCOPE_STATE -> scopeState.read(bytes);
        case BOOK_STATE -> bookState.read(bytes);
        default ->
            throw new NotSerializableException(
                "stored by a later version: " + manifest + ", which this one cannot read");
      };
    } catch (NotSerializableException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("not a stored " + manifest, e);
    }
  }

  private static IllegalArgumentException unknown(Object object) {
    return new IllegalArgumentException("has no stored form: " + object.getClass().getName());
  }
}
