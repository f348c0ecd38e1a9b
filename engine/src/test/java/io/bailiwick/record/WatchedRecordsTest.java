package io.bailiwick.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Unit;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.scope.BurnTerms;
import io.bailiwick.scope.Figures;
import io.bailiwick.scope.FundingOperation;
import io.bailiwick.scope.Ledger;
import io.bailiwick.scope.LedgerStatus;
import io.bailiwick.scope.LedgerTerms;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is watched of a ledger is told when it comes about, once, from its events alone. */
class WatchedRecordsTest {

  private static final TenantId ACME = new TenantId("acme");
  private static final ScopePath APP = new ScopePath("tenant:acme/app:chat");
  private static final Origin KEYS =
      new Origin(
          Actor.API_KEY, "key_1", null, null, "req-1", "b".repeat(32), "op", null, null, null);

  private static final long WINDOW_MS = BurnTerms.PROTOCOL.windowMs();

  private final Told told = new Told(APP);
  private long number;

  @Test
  void aThresholdIsToldEachTimeItIsReachedAndEachTimeItIsLeft() {
    told.of(opened(1_000));

    assertThat(crossed(held(1, 799))).isEmpty();
    assertThat(crossed(held(2, 1))).containsExactly("0.8 rising");
    assertThat(told.events.getFirst())
        .returns(KEYS, EventRecord::origin)
        .returns(APP, EventRecord::scope)
        .returns("cycles-server", EventRecord::source);
    assertThat(told.events.getFirst().data().members())
        .containsEntry("utilization", new BigDecimal("0.8000"))
        .containsEntry("allocated", 1_000L)
        .containsEntry("reserved", 800L)
        .containsEntry("remaining", 200L);
    assertThat(crossed(held(3, 149))).as("0.949").isEmpty();
    assertThat(crossed(settled(3, 149, 149))).as("as much as before is used").isEmpty();
    assertThat(crossed(held(4, 51))).containsExactlyInAnyOrder("0.95 rising", "1.0 rising");
    assertThat(crossed(held(5, 0))).isEmpty();
    assertThat(crossed(settled(1, 799, 500)))
        .containsExactlyInAnyOrder("0.8 falling", "0.95 falling", "1.0 falling");
    assertThat(crossed(takenBack(4, 51))).isEmpty();
    assertThat(crossed(held(6, 151))).as("0.801").containsExactly("0.8 rising");
    assertThat(crossed(takenBack(6, 151))).containsExactly("0.8 falling");
    assertThat(told.audits).isEmpty();
  }

  @Test
  void whoeverMovesTheAllocationCrossesThresholdsToo() {
    told.of(opened(1_000), held(1, 900));

    assertThat(crossed(funded(FundingOperation.CREDIT, new Figures(2_000, 0, 900, 0, 0, false))))
        .containsExactly("0.8 falling");
    assertThat(told.events)
        .filteredOn(WatchedRecordsTest::isCrossing)
        .singleElement()
        .returns("cycles-admin", EventRecord::source);
    assertThat(crossed(funded(FundingOperation.RESET, new Figures(950, 0, 900, 0, 0, false))))
        .containsExactly("0.8 rising");
    assertThat(crossed(funded(FundingOperation.RESET, new Figures(0, 0, 900, 0, 0, false))))
        .as("nothing is allocated, and something is used")
        .containsExactlyInAnyOrder("0.95 rising", "1.0 rising");
  }

  @Test
  void aLedgerThatIsOpenedHasCrossedNothing() {
    assertThat(crossed(opened(0))).isEmpty();
    assertThat(crossed(funded(FundingOperation.CREDIT, new Figures(5, 0, 0, 0, 0, false))))
        .isEmpty();
  }

  @Test
  void figuresOfAnySizeAreComparedExactly() {
    long half = Long.MAX_VALUE / 2;
    told.of(opened(Long.MAX_VALUE));
    assertThat(crossed(held(1, half), held(2, half - Long.MAX_VALUE / 5))).isEmpty();
    assertThat(crossed(held(3, 3))).containsExactly("0.8 rising");
  }

  @Test
  void othersAreToldOnceSomebodyWantsThem() {
    told.of(opened(1_000), held(1, 600));
    assertThat(crossed(new ScopeEvent.ThresholdsSet(List.of(0, 500_000, 654_321, 800_000), 8)))
        .as("nothing moves")
        .isEmpty();
    assertThat(crossed(held(2, 55))).containsExactly("0.654321 rising");
    assertThat(crossed(held(3, 300))).containsExactly("0.8 rising");
    assertThat(crossed(takenBack(3, 300), takenBack(2, 55), takenBack(1, 600)))
        .containsExactlyInAnyOrder("0.0 falling", "0.5 falling", "0.654321 falling", "0.8 falling");
    assertThat(crossed(held(4, 1))).containsExactly("0.0 rising");
  }

  @Test
  void whatACloseReleasesIsNoUtilization() {
    told.of(opened(1_000), held(1, 900));
    assertThat(
            crossed(
                new ScopeEvent.Settled(
                    step(), id(1), Unit.TOKENS, 900, 0, 0, false, true, null, 9)))
        .isEmpty();
  }

  @Test
  void spendingUnusuallyFastIsToldOnceUntilItIsUsualAgain() {
    told.of(opened(1_000_000));
    long at = 0;
    for (int window = 0; window < 4; window++) {
      at = window * WINDOW_MS;
      assertThat(anomalies(spent(100, at))).as("window %d", window).isEmpty();
    }
    assertThat(anomalies(spent(199, at + 1_000))).as("299 of 300").isEmpty();
    assertThat(anomalies(spent(1, at + 2_000))).hasSize(1);
    assertThat(anomalies(spent(5_000, at + 3_000))).as("in the same window").isEmpty();
    at += WINDOW_MS;
    assertThat(anomalies(spent(9_000, at))).as("it goes on").isEmpty();
    at += WINDOW_MS;
    assertThat(anomalies(spent(100, at))).isEmpty();
    at += WINDOW_MS;
    assertThat(anomalies(spent(20_000, at))).as("after a usual window").hasSize(1);
  }

  @Test
  void anAnomalySaysHowFastAndHowLongItCanGoOn() {
    told.of(opened(10_000));
    for (int window = 0; window < 3; window++) {
      told.of(spent(100, window * WINDOW_MS));
    }
    EventRecord told = anomalies(spent(500, 3 * WINDOW_MS)).getFirst();
    assertThat(told.source()).isEqualTo("anomaly-detector");
    assertThat(told.origin().actor()).isEqualTo(Actor.SYSTEM);
    assertThat(told.data().members())
        .containsEntry("current_rate", new BigDecimal("100.0000"))
        .containsEntry("baseline_rate", new BigDecimal("20.0000"))
        .containsEntry("multiplier", new BigDecimal("5.0000"))
        .containsEntry("window_seconds", 300L)
        .containsEntry("projected_exhaustion_minutes", new BigDecimal("92.0000"));
  }

  @Test
  void nobodyKnowsWhatIsUsualOfANewLedgerOrAfterAnHour() {
    told.of(opened(1_000_000));
    for (int window = 0; window < 3; window++) {
      assertThat(anomalies(spent(window == 2 ? 5_000 : 1, window * WINDOW_MS))).isEmpty();
    }
    assertThat(anomalies(spent(900_000, 20 * WINDOW_MS))).isEmpty();
  }

  @Test
  void spendingFastIsToldByTheTermsThatSomebodyHasAskedFor() {
    told.of(opened(1_000_000), terms(BurnTerms.PROTOCOL, new BurnTerms(60, 1_500)));
    for (int minute = 0; minute < 4; minute++) {
      assertThat(anomalies(spent(100, minute * 60_000L))).isEmpty();
    }
    assertThat(anomalies(spent(49, 181_000))).as("149 of 150").isEmpty();
    EventRecord half = anomalies(spent(1, 182_000)).getFirst();
    assertThat(half.metadata()).containsEntry("burn_rate_multiplier", new BigDecimal("1.5"));
    assertThat(half.data().members())
        .containsEntry("window_seconds", 60L)
        .containsEntry("current_rate", new BigDecimal("150.0000"))
        .containsEntry("baseline_rate", new BigDecimal("100.0000"))
        .containsEntry("projected_exhaustion_minutes", new BigDecimal("6663.6667"));
    assertThat(anomalies(spent(1, 183_000))).as("in the same window").isEmpty();
  }

  @Test
  void eachOfTheTermsIsToldByItself() {
    told.of(opened(1_000_000), terms(BurnTerms.PROTOCOL, new BurnTerms(300, 5_000)));
    for (int window = 0; window < 4; window++) {
      told.of(spent(100, window * WINDOW_MS));
    }
    List<EventRecord> three = anomalies(spent(250, 3 * WINDOW_MS + 1));
    assertThat(three).singleElement().matches(event -> event.metadata().isEmpty());
    List<EventRecord> five = anomalies(spent(150, 3 * WINDOW_MS + 2));
    assertThat(five)
        .singleElement()
        .matches(event -> event.metadata().get("burn_rate_multiplier").toString().equals("5.0"));

    told.of(terms(BurnTerms.PROTOCOL));
    assertThat(anomalies(spent(9_000, 4 * WINDOW_MS), spent(9_000, 9 * WINDOW_MS)))
        .as("nobody asks for it any more")
        .allMatch(event -> event.metadata().isEmpty());
  }

  private static ScopeEvent terms(BurnTerms... terms) {
    return new ScopeEvent.BurnTermsSet(List.of(terms), 2);
  }

  private List<String> crossed(ScopeEvent... events) {
    return told.of(events).events.stream()
        .filter(WatchedRecordsTest::isCrossing)
        .map(event -> event.data().members())
        .map(data -> data.get("threshold") + " " + data.get("direction"))
        .toList();
  }

  private static boolean isCrossing(EventRecord event) {
    return event.type() == EventType.BUDGET_THRESHOLD_CROSSED;
  }

  private List<EventRecord> anomalies(ScopeEvent... events) {
    return told.of(events).events.stream()
        .filter(event -> event.type() == EventType.BUDGET_BURN_RATE_ANOMALY)
        .toList();
  }

  private static ScopeEvent opened(long allocated) {
    return new ScopeEvent.LedgerOpened(
        new Ledger(
            APP,
            Unit.TOKENS,
            "led_1",
            new LedgerTerms(null, null, null, null, null),
            LedgerStatus.ACTIVE,
            new Figures(allocated, 0, 0, 0, 0, false),
            0,
            0,
            null),
        null,
        1);
  }

  private ScopeEvent funded(FundingOperation operation, Figures after) {
    return new ScopeEvent.Funded(
        Unit.TOKENS,
        operation,
        told.state().ledger(Unit.TOKENS).figures(),
        after,
        null,
        null,
        "hash",
        KEYS,
        7);
  }

  private ScopeEvent held(long reservation, long amount) {
    return new ScopeEvent.Held(step(), id(reservation), Unit.TOKENS, amount, KEYS, 8);
  }

  private ScopeEvent settled(long reservation, long released, long spent) {
    return new ScopeEvent.Settled(
        step(), id(reservation), Unit.TOKENS, released, spent, 0, false, null, KEYS, 9);
  }

  private ScopeEvent spent(long amount, long atMs) {
    return new ScopeEvent.Settled(
        step(), id(99), Unit.TOKENS, 0, amount, 0, false, null, KEYS, atMs);
  }

  private ScopeEvent takenBack(long reservation, long released) {
    return new ScopeEvent.TakenBack(step(), id(reservation), Unit.TOKENS, released, 9);
  }

  private ScopeEvent.Step step() {
    return new ScopeEvent.Step(0, ++number, 0);
  }

  private static ReservationId id(long number) {
    return ReservationId.of(ACME, 0, 1, number);
  }
}
