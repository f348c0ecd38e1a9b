package io.bailiwick.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Unit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FailureJoinTest {

  private final FailureJoin join = new FailureJoin(FailureJoin.Limits.perSecond(2, 5));

  @Test
  void someOfAKindAreToldAloneAndTheOthersAreCounted() {
    assertThat(join.isToldAlone(denied("acme", "s", 1), 10)).isTrue();
    assertThat(join.isToldAlone(denied("acme", "s", 2), 20)).isTrue();
    for (int i = 3; i <= 10_002; i++) {
      assertThat(join.isToldAlone(denied("acme", "s", i), 30)).isFalse();
    }
    assertThat(join.isToldAlone(denied("acme", "other", 1), 40)).isTrue();
    assertThat(join.isToldAlone(denied("other", "s", 1), 40)).isTrue();
    assertThat(join.take(1_009)).as("the second is not over").isEmpty();

    List<FailureJoin.Counted> counted = join.take(1_010);
    assertThat(counted)
        .containsExactly(new FailureJoin.Counted(denied("acme", "s", 3), 10_000, 10_002));
    assertThat(join.take(9_000)).isEmpty();
    assertThat(join.isToldAlone(denied("acme", "s", 5), 9_001)).as("a new second").isTrue();
  }

  @Test
  void onlyWhatIsCountedAlreadyIsCountedWithoutBeingMade() {
    FailedRequest.Kind kind = denied("acme", "s", 1).kind();
    assertThat(join.hasCounted(kind, 1, 10)).as("nobody knows it").isFalse();
    join.isToldAlone(denied("acme", "s", 1), 10);
    join.isToldAlone(denied("acme", "s", 2), 10);
    assertThat(join.hasCounted(kind, 3, 10)).as("all were told alone").isFalse();
    join.isToldAlone(denied("acme", "s", 3), 10);
    assertThat(join.hasCounted(kind, 4, 20)).isTrue();
    assertThat(join.hasCounted(denied("acme", "other", 1).kind(), 4, 20)).isFalse();

    assertThat(join.hasCounted(kind, 5, 1_010)).as("a new second").isFalse();
    assertThat(join.take(1_010))
        .containsExactly(new FailureJoin.Counted(denied("acme", "s", 3), 2, 4));
    assertThat(join.isToldAlone(denied("acme", "s", 6), 1_010)).isTrue();
  }

  @Test
  void soManyOfAllKindsAreToldAlone() {
    for (int i = 0; i < 5; i++) {
      assertThat(join.isToldAlone(denied("acme", "s" + i, i), 10)).isTrue();
    }
    assertThat(join.isToldAlone(denied("acme", "s5", 5), 10)).isFalse();

    assertThat(join.takeAll()).singleElement().returns(1L, FailureJoin.Counted::occurrences);
  }

  @Test
  void kindsBeyondTheBoundAreCountedByTheirTenant() {
    int many = FailureJoin.Limits.KINDS_MAX + 500;
    for (int i = 0; i < many; i++) {
      join.isToldAlone(denied("acme", "s" + i, i), 10);
    }

    List<FailureJoin.Counted> counted = join.takeAll();
    assertThat(counted).hasSizeLessThanOrEqualTo(FailureJoin.Limits.KINDS_MAX + 1);
    assertThat(counted.stream().mapToLong(FailureJoin.Counted::occurrences).sum() + 5)
        .isEqualTo(many);
    assertThat(counted.getLast().occurrences()).isEqualTo(500);
  }

  /** What is only asked, what is denied and what a commit is refused are told in other ways. */
  @Test
  void noKindOfDenialIsCountedAsAnother() {
    FailedRequest live = denied("acme", "s", 1);
    List<FailedRequest> kinds =
        List.of(live, with(live, "createReservation", 200), with(live, "commitReservation", 409));
    assertThat(kinds.stream().map(FailedRequest::kind)).doesNotHaveDuplicates();
    assertThat(kinds.stream().map(FailedRequest::rest)).doesNotHaveDuplicates();
  }

  private static FailedRequest with(FailedRequest denied, String operation, int status) {
    return new FailedRequest(
        denied.atMs(),
        denied.tenant(),
        new Origin(Actor.API_KEY, "key_1", null, null, "req", null, operation, null, null, null),
        null,
        null,
        status,
        denied.errorCode(),
        Map.of(),
        denied.denied(),
        null,
        null);
  }

  @Test
  void whatNobodyTakesIsBoundedAndSaidToBeLost() {
    long failures = 0;
    for (int second = 0; second < 12; second++) {
      for (int i = 0; i < FailureJoin.Limits.KINDS_MAX; i++) {
        failures++;
        join.isToldAlone(denied("acme", "s" + i, i), 10 + second * 1_000L);
      }
    }

    List<FailureJoin.Counted> counted = join.takeAll();
    assertThat(counted).hasSize(FailureJoin.ENDED_MAX);
    assertThat(counted.size() + join.lost() + 12 * 5).isEqualTo(failures);
  }

  @Test
  void severalAreToldAsOneWithTheirNumber() {
    Told told =
        new Told(io.bailiwick.scope.ScopePath.root(new io.bailiwick.tenant.TenantId("acme")));
    denied("acme", "tenant:acme/app:a", 7).tell("node 1", 40, 9, 7, told);
    assertThat(told.audits.getFirst().metadata()).doesNotContainKey("first_at");

    assertThat(told.audits)
        .singleElement()
        .returns("BUDGET_EXCEEDED", AuditEntry::errorCode)
        .returns(409, AuditEntry::status);
    assertThat(told.audits.getFirst().metadata()).containsEntry("occurrences", 40L);
    assertThat(told.events)
        .singleElement()
        .returns(EventType.RESERVATION_DENIED, EventRecord::type)
        .returns("tenant:acme/app:a", event -> event.scope().text());
    assertThat(told.events.getFirst().metadata()).containsEntry("occurrences", 40L);
    assertThat(told.events.getFirst().data().members())
        .containsEntry("reason_code", "BUDGET_EXCEEDED")
        .containsEntry("requested_amount", 70L);
  }

  @Test
  void aRequestWithABadKeyIsAnEventOfTheKeysTenantOrOfNobodys() {
    Told told =
        new Told(io.bailiwick.scope.ScopePath.root(new io.bailiwick.tenant.TenantId("acme")));
    badKey("acme", "key_1", 5).tell("node 1", 1, 5, 5, told);
    badKey(AuditEntry.UNAUTHENTICATED, null, 6).tell("node 2", 30, 9, 6, told);

    assertThat(told.events)
        .extracting(event -> event.type().text() + ' ' + event.tenant())
        .containsExactly("api_key.auth_failed acme", "api_key.auth_failed __system__");
    assertThat(told.audits)
        .extracting(AuditEntry::tenant)
        .containsExactly("acme", AuditEntry.UNAUTHENTICATED);
    assertThat(told.events.getFirst().data().members())
        .containsEntry("key_id", "key_1")
        .containsEntry("failure_reason", "key_revoked")
        .containsEntry("source_ip", "10.0.0.1");
    assertThat(told.events.getLast().data().members()).doesNotContainKey("key_id");
    assertThat(told.events.getLast().metadata()).containsEntry("occurrences", 30L);
  }

  @Test
  void aQuestionAboutABadKeyIsAnEventAndNoEntry() {
    Told told =
        new Told(io.bailiwick.scope.ScopePath.root(new io.bailiwick.tenant.TenantId("acme")));
    asked("acme", "key_1", 5).tell("node 1", 1, 5, 5, told);
    asked(AuditEntry.UNAUTHENTICATED, null, 6).tell("node 2", 30, 9, 6, told);

    assertThat(told.audits).isEmpty();
    assertThat(told.events)
        .extracting(event -> event.type().text() + ' ' + event.tenant())
        .containsExactly("api_key.auth_failed acme", "api_key.auth_failed __system__");
    assertThat(told.events.getLast().metadata()).containsEntry("occurrences", 30L);
  }

  /** Else an entry would count what has none, or an event what it is not about. */
  @Test
  void questionsAreCountedApartFromRequestsThatFailedAndEachKeyByItself() {
    FailureJoin none = new FailureJoin(new FailureJoin.Limits(1_000, 0, 0, 3, Long.MAX_VALUE));
    for (int i = 0; i < 4; i++) {
      none.isToldAlone(asked("acme", "key_1", i), 10);
      none.isToldAlone(asked("acme", "key_2", i), 10);
      none.isToldAlone(badKey("acme", "key_1", i), 10);
      // Beyond the three kinds that are counted apart.
      none.isToldAlone(asked("acme", "key_3", i), 10);
      none.isToldAlone(badKey("acme", "key_3", i), 10);
      none.isToldAlone(asked("acme", "key_4", i), 10);
    }

    assertThat(none.takeAll())
        .extracting(
            counted ->
                counted.first().badKey().keyId()
                    + ' '
                    + counted.first().status()
                    + ' '
                    + counted.occurrences())
        .containsExactly("key_1 200 4", "key_2 200 4", "key_1 401 4", "key_3 200 8", "key_3 401 4");
  }

  @Test
  void whoNeedsNoKeyFillsNothing() {
    FailureJoin strict = new FailureJoin(FailureJoin.Limits.perMinute(300));
    long failures = 0;
    long told = 0;
    long counted = 0;
    long rows = 0;
    long firstHour = 0;
    for (long minute = 0; minute < 24 * 60; minute++) {
      for (int i = 0; i < 500; i++) {
        long ms = minute * 60_000 + i;
        // A new address each time.
        boolean isAlone =
            strict.isToldAlone(badKey(AuditEntry.UNAUTHENTICATED, null, ms, "10.0." + ms), ms);
        failures++;
        told += isAlone ? 1 : 0;
        for (FailureJoin.Counted some : strict.take(ms)) {
          rows++;
          counted += some.occurrences();
        }
      }
      firstHour = minute < 60 ? told + rows : firstHour;
    }
    for (FailureJoin.Counted some : strict.takeAll()) {
      rows++;
      counted += some.occurrences();
    }

    assertThat(told + counted).isEqualTo(failures);
    assertThat(firstHour).isLessThanOrEqualTo(60 * (300 + 100 + 1));
    assertThat(told + rows).as("in a day").isLessThanOrEqualTo(100_000);
  }

  @Test
  void twentyBadCallsAreFoundOneByOne() {
    FailureJoin join = new FailureJoin(FailureJoin.Limits.perMinute(300));
    for (int i = 0; i < 20; i++) {
      assertThat(join.isToldAlone(badKey(AuditEntry.UNAUTHENTICATED, null, i), i)).isTrue();
    }
    assertThat(join.takeAll()).isEmpty();
  }

  @Test
  void whoeverGoesOnForHoursIsSeenLessUntilTheNextDay() {
    FailureJoin join = new FailureJoin(FailureJoin.Limits.perMinute(60));
    long day = 24L * 60 * 60_000;
    assertThat(told(join, 0)).isEqualTo(10);
    for (int minute = 1; minute < 700; minute++) {
      told(join, minute * 60_000L);
    }
    assertThat(told(join, day - 60_000)).isEqualTo(1);
    assertThat(told(join, day)).isEqualTo(10);
  }

  /** How many of a hundred of one kind are told one by one. */
  private static int told(FailureJoin join, long atMs) {
    int told = 0;
    for (int i = 0; i < 100; i++) {
      told += join.isToldAlone(badKey("acme", "key_1", atMs + i), atMs + i) ? 1 : 0;
    }
    return told;
  }

  @Test
  void oneOfThemIsNotAllOfThem() {
    FailureJoin strict = new FailureJoin(FailureJoin.Limits.perMinute(30));
    long told = 0;
    for (int i = 0; i < 1_000; i++) {
      told += strict.isToldAlone(badKey("acme", "key_1", i), i) ? 1 : 0;
    }
    assertThat(told).isEqualTo(5);
    assertThat(strict.isToldAlone(badKey("acme", "key_2", 1), 1_000)).isTrue();
    assertThat(strict.take(59_999)).isEmpty();
    assertThat(strict.take(60_000)).singleElement().returns(995L, FailureJoin.Counted::occurrences);
  }

  private static FailedRequest badKey(String tenant, String keyId, long atMs) {
    return badKey(tenant, keyId, atMs, "10.0.0.1");
  }

  private static FailedRequest badKey(String tenant, String keyId, long atMs, String address) {
    return new FailedRequest(
        atMs,
        tenant,
        new Origin(
            keyId == null ? Actor.SYSTEM : Actor.API_KEY,
            keyId,
            address,
            null,
            "req",
            null,
            "createReservation",
            null,
            null,
            null),
        "reservation",
        null,
        401,
        "UNAUTHORIZED",
        Map.of(),
        null,
        null,
        new LifecycleData.KeyAuthFailed(
            keyId,
            keyId == null ? null : "n",
            keyId == null ? "key_not_found" : "key_revoked",
            address));
  }

  /** By the plane that the key was sent to. */
  private static FailedRequest asked(String tenant, String keyId, long atMs) {
    FailedRequest tried = badKey(tenant, keyId, atMs);
    return new FailedRequest(
        atMs,
        tenant,
        new Origin(
            Actor.ADMIN, null, "10.0.0.2", null, "req", null, "validateApiKey", null, null, null),
        null,
        null,
        200,
        null,
        Map.of(),
        null,
        null,
        tried.badKey());
  }

  private static FailedRequest denied(String tenant, String scope, long atMs) {
    return new FailedRequest(
        atMs,
        tenant,
        new Origin(
            Actor.API_KEY,
            "key_1",
            "10.0.0.1",
            null,
            "req",
            null,
            "createReservation",
            null,
            null,
            null),
        "reservation",
        null,
        409,
        "BUDGET_EXCEEDED",
        Map.of(),
        new ReservationData.ReservationDenied(
            scope, Unit.TOKENS, "BUDGET_EXCEEDED", 70L, 3L, null, null, null),
        null,
        null);
  }
}
