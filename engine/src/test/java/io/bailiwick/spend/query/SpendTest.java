package io.bailiwick.spend.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Unit;
import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.DecisionRows;
import io.bailiwick.projection.TableWrites;
import io.bailiwick.query.ReadTables;
import io.bailiwick.record.Actor;
import io.bailiwick.record.Decision;
import io.bailiwick.record.DecisionEntry;
import io.bailiwick.record.Json;
import io.bailiwick.record.Origin;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.scope.Figures;
import io.bailiwick.scope.FundingOperation;
import io.bailiwick.scope.Ledger;
import io.bailiwick.scope.LedgerStatus;
import io.bailiwick.scope.LedgerTerms;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.scope.ScopeState;
import io.bailiwick.spend.query.SpendReply.LedgerSpend;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SpendTest {

  private static final ScopePath ROOT = new ScopePath("tenant:acme");
  private static final ScopePath APP = new ScopePath("tenant:acme/app:a");
  private static final ScopePath LEAF = new ScopePath("tenant:acme/app:a/agent:x");
  private static final ScopePath OTHER = new ScopePath("tenant:other/workspace:w");
  private static final long LAST_MS = 1_000_000;

  @TempDir Path dataDir;

  private int number;

  /** A ledger whose figures move by events, as a scope's do. */
  private final class Account {
    private final ReadTables tables;
    private ScopeState state;

    Account(ReadTables tables, ScopePath scope) throws Exception {
      this.tables = tables;
      Ledger ledger =
          new Ledger(
              scope,
              Unit.TOKENS,
              "led-" + scope,
              new LedgerTerms(null, null, null, null, null),
              LedgerStatus.ACTIVE,
              new Figures(1_000, 0, 0, 0, 100, false),
              0,
              0,
              null);
      state = tables.apply(ScopeState.empty(scope), new ScopeEvent.LedgerOpened(ledger, null, 0));
    }

    void charged(long spent, long indebted, long atMs) throws Exception {
      number++;
      state =
          tables.apply(
              state,
              new ScopeEvent.Settled(
                  new ScopeEvent.Step(0, number, number),
                  new ReservationId("acme.0.1." + number),
                  Unit.TOKENS,
                  0,
                  spent,
                  indebted,
                  false,
                  null,
                  null,
                  atMs));
    }

    void resetSpent(long spent, long atMs) throws Exception {
      Figures before = state.ledger(Unit.TOKENS).figures();
      state =
          tables.apply(
              state,
              new ScopeEvent.Funded(
                  Unit.TOKENS,
                  FundingOperation.RESET_SPENT,
                  before,
                  before.funded(before.allocated(), spent, before.debt(), before.overdraftLimit()),
                  true,
                  null,
                  null,
                  null,
                  atMs));
    }

    long spent() {
      return state.ledger(Unit.TOKENS).figures().spent();
    }
  }

  private static void decided(
      ReadTables tables,
      String operation,
      ScopePath scope,
      int ledgers,
      Long estimated,
      Long charged,
      String key,
      String action,
      long atMs)
      throws Exception {
    TableWrites rows = new TableWrites();
    DecisionRows.denied(
        new DecisionEntry(
            atMs,
            scope.tenant().value(),
            operation,
            Decision.ALLOW,
            false,
            1,
            null,
            scope,
            ledgers,
            Unit.TOKENS,
            estimated,
            charged,
            charged,
            "r",
            new Json("{\"kind\":\"llm\",\"name\":\"" + action + "\"}"),
            "k",
            new Origin(Actor.API_KEY, key, null, null, null, null, operation, null, null, null)),
        "none",
        rows);
    tables.write(rows.toList());
  }

  /** The root pays for everything, the app for what was made since it has a ledger. */
  private List<Account> fill(ReadTables tables) throws Exception {
    Account root = new Account(tables, ROOT);
    decided(tables, DecisionEntry.DEBIT, LEAF, 0b001, null, 30L, "key_1", "a", 10);
    root.charged(30, 0, 10);
    Account app = new Account(tables, APP);
    decided(tables, DecisionEntry.RESERVE, LEAF, 0b011, 100L, null, "key_1", "a", 20);
    decided(tables, DecisionEntry.COMMIT, LEAF, 0b011, 100L, 140L, "key_1", "a", 30);
    root.charged(140, 0, 30);
    app.charged(140, 0, 30);
    decided(tables, DecisionEntry.DEBIT, APP, 0b011, null, 50L, "key_2", "b", LAST_MS);
    root.charged(50, 0, LAST_MS);
    app.charged(35, 15, LAST_MS);
    root.resetSpent(7, LAST_MS);
    decided(tables, DecisionEntry.DEBIT, OTHER, 0b11, null, 900L, "key_3", "b", 40);
    return List.of(root, app);
  }

  private static SpendFilter filter(
      String tenant, ScopePath scope, Long from, Long to, boolean ledgers, SpendDimension... by) {
    Set<SpendDimension> set = EnumSet.of(SpendDimension.UNIT);
    set.addAll(List.of(by));
    return new SpendFilter(tenant, scope, from, to, set, ledgers, ScopeFilter.ALL);
  }

  private static SpendReply.Sums sums(ReadTables tables, SpendFilter filter) throws Exception {
    return (SpendReply.Sums) answer(new SpendQueries(tables.reads).sums(filter));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsAccountedForIsWhatTheLedgersSay(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      List<Account> accounts = fill(tables);
      SpendReply.Sums sums = sums(tables, filter("acme", null, null, null, true));

      assertThat(sums.ledgers())
          .containsExactly(
              new LedgerSpend(ROOT, Unit.TOKENS, 220, 0, -213, 7L),
              new LedgerSpend(APP, Unit.TOKENS, 190, 15, 0, 175L));
      assertThat(sums.ledgers())
          .extracting(LedgerSpend::accounted)
          .containsExactly(accounts.get(0).spent(), accounts.get(1).spent());
      assertThat(sums.groups())
          .singleElement()
          .satisfies(
              group -> {
                assertThat(group.charges()).isEqualTo(3);
                assertThat(group.charged()).isEqualTo(220);
                assertThat(group.overage()).isEqualTo(40);
                assertThat(group.levels()).isEmpty();
              });

      SpendReply.Sums below = sums(tables, filter(null, APP, null, null, true));
      assertThat(below.ledgers()).extracting(LedgerSpend::scope).containsExactly(APP);
      SpendReply.Sums early = sums(tables, filter("acme", null, null, 30L, true));
      assertThat(early.ledgers())
          .containsExactly(
              new LedgerSpend(ROOT, Unit.TOKENS, 170, 0, 0, null),
              new LedgerSpend(APP, Unit.TOKENS, 140, 0, 0, null));
    }
  }

  @ParameterizedTest
  @EnumSource
  void chargesAreToldApartByWhateverIsAskedFor(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      fill(tables);

      assertThat(shown(sums(tables, filter(null, null, null, null, false, SpendDimension.TENANT))))
          .containsExactly("{TENANT=other} null null 1 900", "{TENANT=acme} null null 3 220");
      assertThat(
              shown(
                  sums(
                      tables,
                      filter(
                          null,
                          null,
                          null,
                          null,
                          false,
                          SpendDimension.AGENT,
                          SpendDimension.WORKSPACE))))
          .containsExactly(
              "{WORKSPACE=w} null null 1 900", "{AGENT=x} null null 2 170", "{} null null 1 50");
      assertThat(shown(sums(tables, filter("acme", null, 20L, null, false, SpendDimension.KEY))))
          .containsExactly("{} key_1 null 1 140", "{} key_2 null 1 50");
      assertThat(shown(sums(tables, filter(null, null, null, null, false, SpendDimension.ACTION))))
          .containsExactly("{} null b 2 950", "{} null a 2 170");
      SpendFilter reached =
          new SpendFilter(
              "acme",
              null,
              null,
              null,
              Set.of(SpendDimension.UNIT),
              true,
              new ScopeFilter(List.of("app:*")));
      assertThat(sums(tables, reached).ledgers())
          .extracting(LedgerSpend::scope)
          .containsExactly(APP);
    }
  }

  @ParameterizedTest
  @EnumSource
  void moreGroupsThanCanBeShownAreRefused(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      for (int i = 0; i <= SpendQueries.GROUPS_MAX; i++) {
        decided(tables, DecisionEntry.DEBIT, ROOT, 1, null, 1L, "key_" + i, "a", i);
      }
      SpendQueries queries = new SpendQueries(tables.reads);
      assertThat(answer(queries.sums(filter(null, null, null, null, false, SpendDimension.KEY))))
          .isInstanceOf(SpendReply.TooMuch.class);
      assertThat(answer(queries.sums(filter(null, null, null, 999L, false, SpendDimension.KEY))))
          .isInstanceOf(SpendReply.Sums.class);
    }
  }

  private static List<String> shown(SpendReply.Sums sums) {
    return sums.groups().stream()
        .map(
            group ->
                "%s %s %s %d %d"
                    .formatted(
                        group.levels(),
                        group.keyId(),
                        group.actionName(),
                        group.charges(),
                        group.charged()))
        .toList();
  }
}
