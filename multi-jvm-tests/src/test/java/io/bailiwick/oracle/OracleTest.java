package io.bailiwick.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.contract.Answer;
import io.bailiwick.harness.Balance;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Reply;
import io.bailiwick.history.History;
import io.bailiwick.history.Operation;
import io.bailiwick.history.Operation.Kind;
import io.bailiwick.history.Outcome;
import io.bailiwick.history.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each oracle finds nothing wrong with what is right, and finds what it is there to find. */
class OracleTest {
  private static final String ROOT = "tenant:acme";
  private static final String LEAF = "tenant:acme/app:chat";
  private static final long NOW = 1_000_000;

  private final History history = new History();
  private final List<JsonNode> rows = new ArrayList<>();
  private Duration fastest = Duration.ZERO;

  /** One reservation of 10, committed with 8; one of 20 that lives; an event of 5; a credit. */
  OracleTest() {
    told(Kind.RESERVE, LEAF, "", Bodies.reserve("k1", LEAF, 10), reserved("r1"));
    told(Kind.COMMIT, LEAF, "r1", Bodies.commit("c1", 8), Json.object("charged", tokens(8)));
    told(Kind.RESERVE, LEAF, "", Bodies.reserve("k2", LEAF, 20), reserved("r2"));
    told(Kind.EVENT, ROOT, "", Bodies.event("e1", ROOT, 5), Json.object("event_id", "e"));
    told(Kind.CREDIT, ROOT, "", Json.object("amount", tokens(100)), Json.object());
    rows.add(row("r1", "k1", "COMMITTED", 10, NOW + 50_000).set("committed", tokens(8)));
    rows.add(row("r2", "k2", "ACTIVE", 20, NOW + 50_000));
  }

  /** Everything happens after everything before it. */
  private Span next() {
    return new Span(10L * history.size(), 10L * history.size() + 5);
  }

  private static ObjectNode tokens(long amount) {
    return Json.amount(Bodies.UNIT, amount);
  }

  private static ObjectNode reserved(String id) {
    return Json.object("reservation_id", id, "expires_at_ms", NOW + 50_000);
  }

  private void told(Kind kind, String scope, String subject, ObjectNode body, JsonNode answer) {
    Answer answered = new Answer("POST", "/", 200, Map.of(), answer.toString());
    history.add(
        Outcome.of(new Operation(kind, scope, subject, body), new Reply(answered, answer), next()));
  }

  private static ObjectNode row(String id, String key, String status, long amount, long endMs) {
    return Json.object(
        "reservation_id", id,
        "idempotency_key", key,
        "status", status,
        "reserved", tokens(amount),
        "expires_at_ms", endMs,
        "scope_path", LEAF);
  }

  private static final Balance ROOT_BALANCE = new Balance(1_100, 1_067, 20, 13, 0, 0, false);
  private static final Balance LEAF_BALANCE = new Balance(50, 22, 20, 8, 0, 0, false);

  private List<String> judge(Balance root, Balance leaf) {
    return Oracle.violationsOfAll(observed(root, leaf));
  }

  private Observed observed(Balance root, Balance leaf) {
    return new Observed(
        "acme",
        history,
        Map.of(ROOT, 1_000L, LEAF, 50L),
        rows,
        Map.of(ROOT, root, LEAF, leaf),
        NOW,
        fastest);
  }

  private void finds(String oracle) {
    assertThat(judge(ROOT_BALANCE, LEAF_BALANCE))
        .isNotEmpty()
        .anySatisfy(violation -> assertThat(violation).startsWith(oracle));
  }

  @Test
  void nothingIsWrongWithWhatIsRight() {
    assertThat(judge(ROOT_BALANCE, LEAF_BALANCE)).isEmpty();
  }

  @Test
  void aLostReservation() {
    rows.removeFirst();
    finds("AcknowledgedIsThere");
  }

  @Test
  void aLostCommit() {
    rows.set(0, row("r1", "k1", "ACTIVE", 10, NOW + 50_000));
    finds("AcknowledgedIsThere");
  }

  @Test
  void aCommitOfAnotherAmount() {
    rows.set(0, row("r1", "k1", "COMMITTED", 10, NOW + 50_000).set("committed", tokens(9)));
    finds("AcknowledgedIsThere");
  }

  @Test
  void anExtensionThatIsGone() {
    told(
        Kind.EXTEND,
        LEAF,
        "r2",
        Bodies.extend("x", 10),
        Json.object("expires_at_ms", NOW + 50_010));
    finds("AcknowledgedIsThere");
  }

  @Test
  void aKeyThatMadeTwo() {
    rows.add(row("r3", "k2", "RELEASED", 20, NOW));
    finds("OneKeyOneEffect: made twice");
  }

  @Test
  void aReservationThatNobodyWasToldOf() {
    rows.add(row("r3", "k3", "RELEASED", 20, NOW));
    finds("OneKeyOneEffect: nobody was told");
  }

  @Test
  void aLedgerThatDoesNotAddUp() {
    assertThat(judge(new Balance(1_100, 1_066, 20, 13, 0, 0, false), LEAF_BALANCE))
        .singleElement()
        .asString()
        .startsWith("LedgersAddUp");
  }

  @Test
  void aHoldOfNobody() {
    assertThat(judge(ROOT_BALANCE, new Balance(50, 21, 21, 8, 0, 0, false)))
        .singleElement()
        .asString()
        .startsWith("HoldsAddUp");
  }

  @Test
  void anEventThatWasChargedTwice() {
    assertThat(judge(new Balance(1_100, 1_062, 20, 18, 0, 0, false), LEAF_BALANCE))
        .singleElement()
        .asString()
        .startsWith("MoneyIsAccountedFor");
  }

  @Test
  void aCreditThatIsLost() {
    assertThat(judge(new Balance(1_000, 967, 20, 13, 0, 0, false), LEAF_BALANCE))
        .singleElement()
        .asString()
        .startsWith("MoneyIsAccountedFor");
  }

  @Test
  void moreThanThereIs() {
    assertThat(judge(ROOT_BALANCE, new Balance(25, -3, 20, 8, 0, 0, false)))
        .anySatisfy(violation -> assertThat(violation).startsWith("NeverOversubscribed"));
  }

  @Test
  void aReservationThatOutlivesItsLease() {
    rows.set(1, row("r2", "k2", "ACTIVE", 20, NOW - 6_000));
    finds("ExpiryHappens: still live");
  }

  @Test
  void aReservationThatExpiresTooEarly() {
    rows.set(1, row("r2", "k2", "EXPIRED", 20, NOW + 50_000));
    finds("ExpiryHappens: too early");
  }

  @Test
  void aReservationThatExpiresEarlierThanByTheFastestClock() {
    fastest = Duration.ofSeconds(40);
    rows.set(1, row("r2", "k2", "EXPIRED", 20, NOW + 50_000));
    finds("ExpiryHappens: too early");
  }

  @Test
  void nothingIsWrongWithAnExpiryByTheFastestClock() {
    fastest = Duration.ofSeconds(50);
    rows.set(1, row("r2", "k2", "EXPIRED", 20, NOW + 50_000));
    assertThat(new ExpiryHappens().violations(observed(ROOT_BALANCE, LEAF_BALANCE))).isEmpty();
  }

  @Test
  void aSecondEnd() {
    told(Kind.RELEASE, LEAF, "r1", Bodies.release("x1"), Json.object("status", "RELEASED"));
    finds("OneTerminalState: ended twice");
  }

  @Test
  void aTraceOfARefusal() {
    refused("k3", 40, LEAF);
    rows.add(row("r3", "k3", "RELEASED", 40, NOW));
    finds("RefusedLeavesNoTrace: was refused");
  }

  @Test
  void somethingAfterTheClose() {
    told(Kind.CLOSE, ROOT, "", Json.object("status", "CLOSED"), Json.object());
    assertThat(judge(ROOT_BALANCE, LEAF_BALANCE)).isEmpty();
    told(Kind.EVENT, ROOT, "", Bodies.event("e2", ROOT, 0), Json.object("event_id", "e2"));
    finds("NothingAfterClose: after the close");
  }

  @Test
  void aHoldThatStaysBehind() {
    assertThat(new HoldsReturnToZero().violations(observed(ROOT_BALANCE, LEAF_BALANCE))).hasSize(2);
    Balance released = new Balance(50, 42, 0, 8, 0, 0, false);
    assertThat(new HoldsReturnToZero().violations(observed(released, released))).isEmpty();
  }

  /** The leaf has 22 left. */
  @Test
  void aRefusalOfWhatWasThere() {
    refused("k3", 23, LEAF);
    assertThat(linearizable()).isEmpty();
    refused("k4", 22, LEAF);
    assertThat(linearizable()).singleElement().asString().contains(LEAF).contains("k4");
  }

  @Test
  void grantsOfMoreThanThereWas() {
    told(Kind.EVENT, LEAF, "", Bodies.event("e2", LEAF, 23), Json.object("event_id", "e2"));
    assertThat(linearizable()).singleElement().asString().contains(LEAF).contains("e2");
  }

  private List<String> linearizable() {
    return new LinearizableCounter().violations(observed(ROOT_BALANCE, LEAF_BALANCE));
  }

  private void refused(String key, long amount, String scope) {
    JsonNode answer =
        Json.object("error", "BUDGET_EXCEEDED", "details", Json.object("scope", scope));
    Answer answered = new Answer("POST", "/", 409, Map.of(), answer.toString());
    history.add(
        Outcome.of(
            new Operation(Kind.RESERVE, LEAF, "", Bodies.reserve(key, LEAF, amount)),
            new Reply(answered, answer),
            next()));
  }
}
