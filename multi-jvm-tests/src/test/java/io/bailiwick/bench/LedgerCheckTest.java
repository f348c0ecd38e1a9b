package io.bailiwick.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.harness.Balance;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerCheckTest {
  private static final String ROOT = "tenant:t";
  private static final String ONE = "tenant:t/agent:a1";
  private static final String OTHER = "tenant:t/agent:a10";
  private static final long ALLOCATED = 1_000;

  private final Book book = new Book();
  private final Map<String, Balance> ledgers = new HashMap<>();

  @Test
  void ledgersThatSayWhatClientsWereAnsweredAreRight() {
    book.reserved(ONE, 100);
    book.committed(ONE, 100, 60);
    book.reserved(OTHER, 30);
    book.spent(OTHER, 5);
    says(ONE, 0, 60);
    says(OTHER, 30, 5);
    says(ROOT, 30, 65);
    assertThat(differences()).isEmpty();
  }

  @Test
  void lostSpendIsFoundAtTheLevelThatLostIt() {
    book.reserved(ONE, 100);
    book.committed(ONE, 100, 60);
    says(ONE, 0, 60);
    says(OTHER, 0, 0);
    says(ROOT, 0, 59);
    assertThat(differences()).containsExactly("tenant:t: spent 59, but clients were answered 60");
  }

  @Test
  void holdThatStaysIsFound() {
    book.reserved(ONE, 100);
    book.released(ONE, 100);
    says(ONE, 100, 0);
    says(OTHER, 0, 0);
    says(ROOT, 0, 0);
    assertThat(differences())
        .containsExactly("tenant:t/agent:a1: reserved 100, but clients were answered 0");
  }

  @Test
  void unknownOutcomeAllowsBothButNothingElse() {
    book.reserved(ONE, 100);
    book.commitUnknown(ONE, 100, 60);
    says(OTHER, 0, 0);
    says(ONE, 0, 60);
    says(ROOT, 100, 0);
    assertThat(differences()).isEmpty();
    says(ROOT, 101, 0);
    assertThat(differences())
        .containsExactly("tenant:t: reserved 101, but clients were answered 0 to 100");
  }

  @Test
  void missingLedgerAndOneThatDoesNotAddUpAreFound() {
    ledgers.put(ROOT, new Balance(ALLOCATED, ALLOCATED - 1, 0, 0, 0, 0, false));
    says(ONE, 0, 0);
    assertThat(differences())
        .hasSize(2)
        .anyMatch(line -> line.startsWith("tenant:t: does not add up"))
        .contains("tenant:t/agent:a10: there is no such ledger");
  }

  @Test
  void otherAllocationAndDebtAreFound() {
    ledgers.put(ROOT, new Balance(ALLOCATED + 1, ALLOCATED, 0, 0, 1, 5, false));
    says(ONE, 0, 0);
    says(OTHER, 0, 0);
    assertThat(differences())
        .containsExactly("tenant:t: allocated 1001, not 1000", "tenant:t: owes 1");
  }

  private void says(String scope, long reserved, long spent) {
    ledgers.put(
        scope, new Balance(ALLOCATED, ALLOCATED - reserved - spent, reserved, spent, 0, 0, false));
  }

  private List<String> differences() {
    return LedgerCheck.differences(book, List.of(ROOT, ONE, OTHER), ledgers, ALLOCATED);
  }
}
