package io.bailiwick.record.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.amount.Amount;
import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.amount.Unit;
import io.bailiwick.journal.TestStore;
import io.bailiwick.journal.codec.StoredJson;
import io.bailiwick.projection.RecordRows;
import io.bailiwick.projection.TableWrites;
import io.bailiwick.query.ListReply;
import io.bailiwick.query.PageRequest;
import io.bailiwick.query.ReadTables;
import io.bailiwick.query.SortDirection;
import io.bailiwick.record.Actor;
import io.bailiwick.record.EventRecord;
import io.bailiwick.record.EventType;
import io.bailiwick.record.FailedRequest;
import io.bailiwick.record.Origin;
import io.bailiwick.record.RateKind;
import io.bailiwick.record.RecordIds;
import io.bailiwick.record.ReservationData;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookState;
import io.bailiwick.reservation.Purpose;
import io.bailiwick.reservation.RequestKey;
import io.bailiwick.reservation.Reservation;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A spike of a tenant's denials or expiries is told when it begins, and not again. */
class RateSpikesTest {

  private static final long NOW_MS = 100_000_000;
  private static final long WINDOW_MS = RateKind.DENIAL.protocol().windowMs();
  private static final TenantId ACME = new TenantId("acme");
  private static final ScopePath ROOT = ScopePath.root(ACME);

  @TempDir Path dataDir;
  private int number;

  @ParameterizedTest
  @EnumSource
  void aSpikeIsToldOnceWhileItLastsAndByWhoeverLooks(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      reserved(tables, 180, NOW_MS - 1_000);
      denied(tables, "acme", 19, 1, NOW_MS - 2_000);
      denied(tables, "quiet", Spike.SAMPLES_MIN - 1, 1, NOW_MS - 2_000);
      RateSpikes spikes = new RateSpikes(tables.reads, tables.writer);
      assertThat(told(spikes, NOW_MS)).as("19 of 199").isZero();

      denied(tables, "acme", 1, 1, NOW_MS - 1_000);
      assertThat(told(spikes, NOW_MS)).as("20 of 200").isEqualTo(1);
      assertThat(told(spikes, NOW_MS + 1)).isZero();
      assertThat(told(new RateSpikes(tables.reads, tables.writer), NOW_MS + 2))
          .as("another node knows too")
          .isZero();
      assertThat(events(tables))
          .singleElement()
          .returns("acme", EventView::tenant)
          .returns("reservation.denial_rate_spike", EventView::eventType)
          .returns("anomaly-detector", EventView::source)
          .returns(
              "{\"metric\":\"denial_rate\",\"current_rate\":0.1000,\"threshold_rate\":0.1,"
                  + "\"window_seconds\":300,\"sample_count\":20}",
              EventView::data);
    }
  }

  @ParameterizedTest
  @EnumSource
  void itIsToldAgainAfterItHasEnded(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      RateSpikes spikes = new RateSpikes(tables.reads, tables.writer);
      denied(tables, "acme", 30, 1, NOW_MS - 1);
      assertThat(told(spikes, NOW_MS)).isEqualTo(1);
      long later = NOW_MS + WINDOW_MS - 10;
      denied(tables, "acme", 30, 1, later);
      assertThat(told(spikes, later + 100)).as("it has never ended").isZero();
      long over = later + 2 * WINDOW_MS;
      assertThat(told(spikes, over)).as("nobody is denied any more").isZero();
      denied(tables, "acme", 30, 1, over);
      assertThat(told(spikes, over + 100)).isEqualTo(1);
    }
  }

  /** It is the share of reservations that are denied, and a decide makes none. */
  @ParameterizedTest
  @EnumSource
  void whatIsOnlyAskedIsNoReservationThatWasDenied(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      RateSpikes spikes = new RateSpikes(tables.reads, tables.writer);
      denied(tables, "acme", 19, 1, NOW_MS - 2_000);
      denied(tables, "acme", 30, 1, NOW_MS - 2_000, 200);
      denied(tables, "acme", 2, 500, NOW_MS - 2_000, 200);
      assertThat(told(spikes, NOW_MS)).as("19 of 19").isZero();
      denied(tables, "acme", 1, 1, NOW_MS - 2_000);
      assertThat(told(spikes, NOW_MS)).isEqualTo(1);
      assertThat(events(tables).getFirst().data()).contains("\"sample_count\":20");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatStandsForSeveralCountsAsThese(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      reserved(tables, 400, NOW_MS - 1_000);
      denied(tables, "acme", 20, 1, NOW_MS - 2_000);
      RateSpikes spikes = new RateSpikes(tables.reads, tables.writer);
      assertThat(told(spikes, NOW_MS)).as("20 of 420").isZero();
      denied(tables, "acme", 1, 80, NOW_MS - 2_000);
      assertThat(told(spikes, NOW_MS)).isEqualTo(1);
      assertThat(events(tables).getFirst().data()).contains("\"sample_count\":100");
    }
  }

  @ParameterizedTest
  @EnumSource
  void expiriesAreComparedWithWhatIsReserved(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      expired(tables, 20, NOW_MS - WINDOW_MS - 1);
      reserved(tables, 401, NOW_MS - 1_000);
      expired(tables, 20, NOW_MS - 1_000);
      RateSpikes spikes = new RateSpikes(tables.reads, tables.writer);
      assertThat(told(spikes, NOW_MS)).as("20 of 401, others are too old").isZero();
      expired(tables, 1, NOW_MS - 1_000);
      assertThat(told(spikes, NOW_MS)).isEqualTo(1);
      assertThat(events(tables).getFirst().data())
          .contains("\"metric\":\"expiry_rate\"", "\"threshold_rate\":0.05");
    }
  }

  @ParameterizedTest
  @EnumSource
  void fewRowsThatStandForManyAreASpike(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      reserved(tables, 100, NOW_MS - 1_000);
      denied(tables, "acme", 1, 500, NOW_MS - 2_000);
      denied(tables, "quiet", 2, 9, NOW_MS - 2_000);
      assertThat(told(new RateSpikes(tables.reads, tables.writer), NOW_MS)).isEqualTo(1);
      assertThat(events(tables))
          .singleElement()
          .returns("acme", EventView::tenant)
          .matches(event -> event.data().contains("\"sample_count\":500"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aLookComesToEveryTenantHoweverManyHaveMore(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      int loud = RateSpikes.TENANTS_MAX + 50;
      for (int i = 0; i < loud; i++) {
        denied(tables, "loud-" + i, 1, 1_000, NOW_MS - 2_000);
      }
      denied(tables, "last", 1, 20, NOW_MS - 2_000);
      assertThat(told(new RateSpikes(tables.reads, tables.writer), NOW_MS)).isEqualTo(loud + 1);
      assertThat(told(new RateSpikes(tables.reads, tables.writer), NOW_MS + 1)).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSpikeThatLastsIsNotToldAgainAfterARestart(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      denied(tables, "acme", 30, 1, NOW_MS - 1);
      assertThat(told(new RateSpikes(tables.reads, tables.writer), NOW_MS)).isEqualTo(1);
      long later = NOW_MS + 3 * WINDOW_MS;
      denied(tables, "acme", 30, 1, later);
      assertThat(told(new RateSpikes(tables.reads, tables.writer), later + 100))
          .as("it has never been seen to end")
          .isZero();
      assertThat(told(new RateSpikes(tables.reads, tables.writer), later + 2 * WINDOW_MS))
          .as("it has ended")
          .isZero();
      denied(tables, "acme", 30, 1, later + 2 * WINDOW_MS);
      assertThat(told(new RateSpikes(tables.reads, tables.writer), later + 2 * WINDOW_MS + 1))
          .isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void twoWhoLookAtOnceTellOneOfIt(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      denied(tables, "acme", 30, 1, NOW_MS - 1);
      SpikeLook one = look(tables, NOW_MS);
      SpikeLook other = look(tables, NOW_MS + 1);
      answer(tables.reads.ask(one::next));
      answer(tables.reads.ask(other::next));
      tables.write(answer(tables.reads.ask(one::next)).writes());
      tables.write(answer(tables.reads.ask(other::next)).writes());
      assertThat(events(tables)).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void termsOfSubscriptionsAreWatchedForThoseWhoseTheyAre(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      TestWebhooks webhooks = new TestWebhooks(tables);
      webhooks.add("acme", "{\"denial_rate_threshold\":0.02,\"rate_window_seconds\":3600}");
      webhooks.add("__system__", "{\"denial_rate_threshold\":0.3}");
      reserved(tables, 900, NOW_MS - 2_000_000);
      denied(tables, "acme", 30, 1, NOW_MS - 2_000_000);
      denied(tables, "acme", 30, 1, NOW_MS - 2_000);
      denied(tables, "other", 30, 1, NOW_MS - 2_000_000);
      denied(tables, "other", 30, 1, NOW_MS - 2_000);

      RateSpikes spikes = new RateSpikes(tables.reads, tables.writer);
      assertThat(told(spikes, NOW_MS)).isEqualTo(5);
      assertThat(told(spikes, NOW_MS + 1)).isZero();
      assertThat(events(tables).stream().map(RateSpikesTest::terms))
          .containsExactlyInAnyOrder(
              "acme 0.1 300 1.0000",
              "acme 0.3 300 1.0000",
              "acme 0.02 3600 0.0625",
              "other 0.1 300 1.0000",
              "other 0.3 300 1.0000");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatNobodyWantsAnyMoreEndsAsWell(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      TestWebhooks webhooks = new TestWebhooks(tables);
      webhooks.add("acme", "{\"rate_window_seconds\":600}");
      denied(tables, "acme", 30, 1, NOW_MS - 1);
      RateSpikes spikes = new RateSpikes(tables.reads, tables.writer);
      assertThat(told(spikes, NOW_MS)).isEqualTo(2);
      webhooks.removeAll();
      assertThat(told(spikes, NOW_MS + 2 * WINDOW_MS)).isZero();
      assertThat(answer(tables.reads.ask(SpikeTable::told))).isEmpty();
    }
  }

  private static String terms(EventView event) {
    ObjectNode data = StoredJson.read(event.data(), ObjectNode.class);
    return String.join(
        " ",
        event.tenant(),
        data.path("threshold_rate").asText(),
        data.path("window_seconds").asText(),
        new BigDecimal(data.path("current_rate").asText()).setScale(4).toPlainString());
  }

  private static SpikeLook look(ReadTables tables, long nowMs) throws Exception {
    return answer(
        tables.reads.ask(
            connection ->
                SpikeLook.begin(connection, nowMs, 10, new LookTimes(RateSpikes.INTERVAL))));
  }

  /** How many spikes a whole look tells. */
  static int told(RateSpikes spikes, long nowMs) throws Exception {
    int told = 0;
    RateSpikes.Step step;
    do {
      step = answer(spikes.step(nowMs));
      told += step.told();
    } while (step.isMore());
    return told;
  }

  private void denied(ReadTables tables, String tenant, int rows, long occurrences, long atMs)
      throws Exception {
    denied(tables, tenant, rows, occurrences, atMs, 409);
  }

  private void denied(
      ReadTables tables, String tenant, int rows, long occurrences, long atMs, int status)
      throws Exception {
    TableWrites out = new TableWrites();
    for (int i = 0; i < rows; i++) {
      new FailedRequest(
              atMs,
              tenant,
              new Origin(Actor.API_KEY, "key_1", null, null, null, null, "op", null, null, null),
              null,
              null,
              status,
              "BUDGET_EXCEEDED",
              Map.of(),
              new ReservationData.ReservationDenied(
                  null, Unit.TOKENS, "BUDGET_EXCEEDED", 1L, 0L, null, null, null),
              null,
              null)
          .tell("test " + number++, occurrences, atMs, atMs, new RecordRows(out));
    }
    tables.write(out.toList());
  }

  private void expired(ReadTables tables, int rows, long atMs) throws Exception {
    TableWrites out = new TableWrites();
    for (int i = 0; i < rows; i++) {
      new RecordRows(out)
          .event(
              new EventRecord(
                  RecordIds.of(RecordIds.EVENT, atMs, "test " + number++),
                  EventType.RESERVATION_EXPIRED,
                  "acme",
                  atMs,
                  EventRecord.OF_EXPIRY,
                  ROOT,
                  Origin.system(null),
                  null,
                  null));
    }
    tables.write(out.toList());
  }

  private void reserved(ReadTables tables, int count, long atMs) throws Exception {
    tables.apply(
        BookState.empty(ACME, 0),
        IntStream.range(0, count)
            .mapToObj(i -> new BookEvent.Reserved(i + 1, reservation(i + 1, atMs), null, atMs))
            .toArray(BookEvent[]::new));
  }

  private static Reservation reservation(long operation, long atMs) {
    return new Reservation(
        ReservationId.of(ACME, 0, 1, operation),
        new RequestKey("k" + operation, "hash"),
        ROOT,
        new Amount(Unit.TOKENS, 1),
        List.of(ROOT),
        OveragePolicy.REJECT,
        new Purpose("{}", "{}", null),
        atMs,
        atMs + 1_000,
        atMs + 1_000,
        0,
        0,
        10,
        null,
        null,
        null,
        null);
  }

  static List<EventView> events(ReadTables tables) throws Exception {
    var page =
        answer(
            new EventQueries(tables.reads)
                .list(
                    EventFilter.ALL,
                    EventSort.TIMESTAMP,
                    SortDirection.DESC,
                    PageRequest.first(PageRequest.LIMIT_MAX)));
    return ((ListReply.Page<EventView>) page)
        .items().stream().filter(event -> event.eventType().endsWith("spike")).toList();
  }
}
