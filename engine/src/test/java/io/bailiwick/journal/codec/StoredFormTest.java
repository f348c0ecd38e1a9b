package io.bailiwick.journal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.collection.TrieMap;
import io.bailiwick.config.StoreSettings;
import io.bailiwick.journal.Batch;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookState;
import io.bailiwick.reservation.Reservation;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.scope.ScopeEvent;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What was stored by any version can be read by this one. The examples on disk were written once,
 * with {@code -Dstored.write=true}, which writes only those that are missing.
 */
class StoredFormTest {

  private static final Path WRITTEN = Path.of("src/test/resources/stored");

  private final StoredFormSerializer serializer = new StoredFormSerializer(1);

  /** An example and the name of its file. */
  record Stored(String name, String manifest, Object value) {

    /** One that writes it in this form. */
    StoredFormSerializer writer() {
      return new StoredFormSerializer(
          Integer.parseInt(manifest.substring(manifest.indexOf('.') + 1)));
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Stored> stored() {
    return Stream.concat(storedFirst(), storedLater());
  }

  /** Some of each later form. */
  private static Stream<Stored> storedLater() {
    return Stream.of(
        new Stored("scope.2", "scope.2", StoredSamples.scopeEvents()),
        new Stored("book.2", "book.2", StoredSamples.bookEvents()),
        new Stored("scope-state.2", "scope-state.2", StoredSamples.scopeState()),
        new Stored("book-state.2", "book-state.2", StoredSamples.wordyBookState()),
        new Stored("scope-state.3", "scope-state.3", StoredSamples.scopeState()),
        new Stored("book-state.3", "book-state.3", StoredSamples.wordyBookState()));
  }

  /** All there is, in the first form. */
  static Stream<Stored> storedFirst() {
    Stream<Stored> scope =
        StoredSamples.scopeEvents().stream()
            .map(event -> new Stored(file("scope.1", event), "scope.1", List.of(event)));
    Stream<Stored> book =
        StoredSamples.bookEvents().stream()
            .map(event -> new Stored(file("book.1", event), "book.1", List.of(event)));
    Stream<Stored> toldOfScope =
        StoredSamples.toldScopeEvents().stream()
            .map(event -> new Stored(file("scope.1.told", event), "scope.1", List.of(event)));
    Stream<Stored> toldOfBook =
        StoredSamples.toldBookEvents().stream()
            .map(event -> new Stored(file("book.1.told", event), "book.1", List.of(event)));
    Stream<Stored> states =
        Stream.of(
            new Stored("scope-state.1", "scope-state.1", StoredSamples.scopeState()),
            new Stored(
                "scope-state.1.governed", "scope-state.1", StoredSamples.governedScopeState()),
            new Stored(
                "book.1.reserved.governed", "book.1", List.of(StoredSamples.governedReservation())),
            new Stored(
                "scope-state.1.watched", "scope-state.1", StoredStateSamples.watchedScopeState()),
            new Stored(
                "scope.1.told.tenant-set.of-bulk",
                "scope.1",
                List.of(StoredStateSamples.changeOfABulkAction())),
            new Stored(
                "scope.1.told.ledger-changed.noted",
                "scope.1",
                List.of(StoredStateSamples.notedChange())),
            new Stored(
                "scope-state.1.burning", "scope-state.1", StoredStateSamples.burningScopeState()),
            new Stored("scope-state.1.closing", "scope-state.1", StoredSamples.closingState()),
            new Stored("book-state.1.closed", "book-state.1", StoredStateSamples.closedBookState()),
            new Stored("book-state.1", "book-state.1", StoredSamples.wordyBookState()),
            new Stored("book-state.1.lean", "book-state.1", StoredSamples.bookState()));
    return Stream.of(scope, book, toldOfScope, toldOfBook, states).flatMap(one -> one);
  }

  @ParameterizedTest
  @MethodSource("stored")
  void readsWhatWasStored(Stored stored) throws IOException {
    Object read = serializer.fromBinary(bytes(stored), stored.manifest());
    assertThat(value(read)).isEqualTo(stored.value());
  }

  @ParameterizedTest
  @MethodSource("stored")
  void readsWhatItWrites(Stored stored) throws IOException {
    Object toWrite = toWrite(stored);
    assertThat(stored.writer().manifest(toWrite)).isEqualTo(stored.manifest());
    Object read = serializer.fromBinary(stored.writer().toBinary(toWrite), stored.manifest());
    assertThat(value(read)).isEqualTo(stored.value());
  }

  /** A node of either kind, while a later form is taken up node by node. */
  @ParameterizedTest
  @MethodSource("storedFirst")
  void anyFormIsReadByNodesThatWriteAnother(Stored stored) throws IOException {
    Object toWrite = toWrite(stored);
    for (int version : List.of(2, 3)) {
      StoredFormSerializer later = new StoredFormSerializer(version);
      boolean isState = stored.manifest().contains("-state");
      String manifest = stored.manifest().replace("1", isState ? "" + version : "2");

      assertThat(later.manifest(toWrite)).isEqualTo(manifest);
      assertThat(value(serializer.fromBinary(later.toBinary(toWrite), manifest)))
          .isEqualTo(stored.value());
      assertThat(value(later.fromBinary(serializer.toBinary(toWrite), stored.manifest())))
          .isEqualTo(stored.value());
    }
  }

  @Test
  void laterFormTakesLessRoom() {
    List<BookEvent> events =
        Stream.generate(StoredSamples::bookEvents).limit(20).flatMap(List::stream).toList();
    Batch<?, ?> batch = Batch.stored(events);

    assertThat(new StoredFormSerializer(2).toBinary(batch).length)
        .isLessThan(serializer.toBinary(batch).length / 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"book-state.4", "book.3", "book", "else.1"})
  void refusesAFormThatItDoesNotKnow(String manifest) {
    byte[] bytes = serializer.toBinary(StoredSamples.bookState());

    assertThatThrownBy(() -> serializer.fromBinary(bytes, manifest))
        .isInstanceOf(NotSerializableException.class)
        .hasMessageContaining("stored by a later version: " + manifest);
  }

  @Test
  void compressedBytesThatAreDamagedAreNoState() {
    byte[] bytes = new StoredFormSerializer(3).toBinary(StoredSamples.bookState());
    byte[] cut = Arrays.copyOf(bytes, bytes.length / 2);
    byte[] changed = bytes.clone();
    changed[bytes.length - 1] ^= 1;

    for (byte[] damaged : List.of(cut, changed)) {
      assertThatThrownBy(() -> serializer.fromBinary(damaged, "book-state.3"))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessage("not a stored book-state.3");
    }
  }

  /** It is read in parts, which end anywhere in a text or a number. */
  @Test
  void largeStatesComeBackFromEachForm() throws IOException {
    BookState state = StoredSamples.bookState();
    Reservation sample = state.reservations().values().getFirst();
    TrieMap<String, Reservation> many = TrieMap.empty();
    for (int i = 1; i <= 2_000; i++) {
      many = many.with(ReservationId.of(state.tenant(), 0, 1, i).text(), sample);
    }
    BookState large =
        new BookState(
            state.tenant(),
            state.book(),
            state.incarnation(),
            state.nextOperation(),
            state.lastAtMs(),
            state.isClosed(),
            many,
            state.kept(),
            state.byKey(),
            state.unfinished(),
            state.recent(),
            state.wakeAtMs(),
            state.releasedByClose());
    for (int version : List.of(1, 2, 3)) {
      StoredFormSerializer writer = new StoredFormSerializer(version);
      byte[] bytes = writer.toBinary(large);
      assertThat(serializer.fromBinary(bytes, writer.manifest(large))).isEqualTo(large);
    }
  }

  @Test
  void writesTheFormsThatTheSettingHas() {
    assertThat(new StoredFormSerializer(StoreSettings.JOURNAL_FORMAT_MAX)).isNotNull();
    assertThatThrownBy(() -> new StoredFormSerializer(StoreSettings.JOURNAL_FORMAT_MAX + 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatIsReadTogetherSharesItsScopes() throws IOException {
    BookState stored = StoredSamples.bookState();
    BookState read =
        (BookState) serializer.fromBinary(serializer.toBinary(stored), serializer.manifest(stored));
    Reservation reservation = read.reservations().values().getFirst();
    assertThat(reservation.createBalances().getFirst().scope())
        .isSameAs(reservation.budgeted().getFirst());
    assertThat(reservation.scope()).isSameAs(reservation.budgeted().getLast());
  }

  @Test
  void everyEventHasAnExample() {
    assertThat(StoredSamples.scopeEvents().stream().map(Object::getClass))
        .containsExactlyInAnyOrder(ScopeEvent.class.getPermittedSubclasses());
    assertThat(StoredSamples.bookEvents().stream().map(Object::getClass))
        .containsExactlyInAnyOrder(BookEvent.class.getPermittedSubclasses());
  }

  @Test
  void noNameOfAClassIsStored() {
    storedFirst()
        .map(one -> new String(serializer.toBinary(toWrite(one)), StandardCharsets.ISO_8859_1))
        .forEach(text -> assertThat(text).doesNotContain("bailiwick").doesNotContain("$"));
  }

  private byte[] bytes(Stored stored) throws IOException {
    Path file = WRITTEN.resolve(stored.name() + ".hex");
    if (Boolean.getBoolean("stored.write") && Files.notExists(file)) {
      Files.createDirectories(WRITTEN);
      String hex = HexFormat.of().formatHex(stored.writer().toBinary(toWrite(stored)));
      Files.writeString(file, hex.replaceAll("(.{1,120})", "$1\n"));
    }
    return HexFormat.of().parseHex(Files.readString(file).replace("\n", ""));
  }

  private static Object toWrite(Stored stored) {
    return stored.value() instanceof List<?> events ? Batch.stored(events) : stored.value();
  }

  private static Object value(Object read) {
    return read instanceof Batch<?, ?> batch ? batch.events() : read;
  }

  private static String file(String manifest, Object event) {
    return manifest
        + '.'
        + event
            .getClass()
            .getSimpleName()
            .replaceAll("(?<=.)([A-Z])", "-$1")
            .toLowerCase(Locale.ROOT);
  }
}
