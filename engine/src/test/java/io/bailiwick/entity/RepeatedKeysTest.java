package io.bailiwick.entity;

import static io.bailiwick.entity.TestNode.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.Unit;
import io.bailiwick.reservation.Purpose;
import io.bailiwick.reservation.RequestKey;
import io.bailiwick.reservation.ReservationCommand;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A key has one effect, and its first answer again, long after its book has forgotten it: when the
 * book asks the tables for new keys, and when it has learned which ones it need not ask for.
 */
class RepeatedKeysTest {

  /** More than a book remembers, twice. */
  private static final int LIFECYCLES = 400;

  private static final int AT_ONCE = 40;
  private static final TenantId ACME = new TenantId("acme");
  private static final ScopePath SCOPE = new ScopePath("tenant:acme");

  @TempDir Path dataDir;

  private final Map<ReservationCommand, ReservationReply> first = new LinkedHashMap<>();

  @ParameterizedTest
  @ValueSource(strings = {"embedded", "postgresql"})
  void areAnsweredAsTheFirstTime(String kind) throws Exception {
    Map<String, String> environment =
        new HashMap<>(
            kind.equals("embedded") ? TestNode.embedded(dataDir) : TestNode.postgres(dataDir));
    environment.put("BAILIWICK_PLACEMENT_BOOKS_PER_TENANT", "1");
    try (TestNode node = new TestNode(TestNode.settings(environment))) {
      node.openTenant(ACME);
      node.openLedger(SCOPE, 1_000_000);
      reserveAndRelease(node, 0);
      ReservationId extended = reserveAndExtend(node);
      ask(node, List.of(decide("decide"), reserve("dry run", true), debit("event")));
      reserveAndRelease(node, LIFECYCLES);
      ask(node, List.of(new ReservationCommand.Release(key("end"), extended, null)));
      reserveAndRelease(node, 2 * LIFECYCLES);

      first.forEach(
          (command, reply) ->
              assertThat(answer(node.authority.reservations().ask(command, null)))
                  .as("%s", command)
                  .usingRecursiveComparison()
                  .ignoringFields("remainingTtlMs")
                  .isEqualTo(reply));
    }
  }

  private void reserveAndRelease(TestNode node, int from) {
    for (int i = from; i < from + LIFECYCLES; i += AT_ONCE) {
      List<ReservationCommand> reserves = new ArrayList<>();
      for (int j = i; j < i + AT_ONCE; j++) {
        reserves.add(reserve("reserve " + j, false));
      }
      List<ReservationCommand> releases = new ArrayList<>();
      for (ReservationReply reply : ask(node, reserves)) {
        ReservationId made = ((ReservationReply.Reserved) reply).reservation();
        releases.add(new ReservationCommand.Release(key("release " + made.text()), made, null));
      }
      assertThat(ask(node, releases)).allMatch(ReservationReply.Released.class::isInstance);
    }
  }

  private ReservationId reserveAndExtend(TestNode node) {
    ReservationReply reply = ask(node, List.of(reserve("extended", false))).getFirst();
    ReservationId made = ((ReservationReply.Reserved) reply).reservation();
    ask(node, List.of(new ReservationCommand.Extend(key("extend"), made, 60_000)));
    return made;
  }

  private List<ReservationReply> ask(TestNode node, List<ReservationCommand> commands) {
    List<ReservationReply> replies =
        TestNode.answers(
            commands.stream()
                .map(command -> node.authority.reservations().ask(command, null))
                .toList());
    for (int i = 0; i < commands.size(); i++) {
      assertThat(replies.get(i))
          .as("%s", commands.get(i))
          .isNotInstanceOfAny(ReservationReply.Refused.class, ReservationReply.Unavailable.class);
      first.put(commands.get(i), replies.get(i));
    }
    return replies;
  }

  private static ReservationCommand reserve(String key, boolean dryRun) {
    return new ReservationCommand.Reserve(
        key(key), SCOPE, amount(), null, 5_000, null, dryRun, purpose());
  }

  private static ReservationCommand decide(String key) {
    return new ReservationCommand.Decide(key(key), SCOPE, amount());
  }

  private static ReservationCommand debit(String key) {
    return new ReservationCommand.Debit(key(key), SCOPE, amount(), null, purpose());
  }

  private static RequestKey key(String text) {
    return new RequestKey(text, "hash of " + text);
  }

  private static Amount amount() {
    return new Amount(Unit.TOKENS, 1);
  }

  private static Purpose purpose() {
    return new Purpose("{}", "{}", null);
  }
}
