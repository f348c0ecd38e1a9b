package io.bailiwick.record.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Unit;
import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.RecordRows;
import io.bailiwick.projection.TableWrites;
import io.bailiwick.query.ReadTables;
import io.bailiwick.record.BudgetData;
import io.bailiwick.record.EventCategory;
import io.bailiwick.record.EventData;
import io.bailiwick.record.EventRecord;
import io.bailiwick.record.EventType;
import io.bailiwick.record.Origin;
import io.bailiwick.record.RateKind;
import io.bailiwick.record.RateTerms;
import io.bailiwick.record.RecordIds;
import io.bailiwick.record.ReservationData;
import io.bailiwick.scope.Burn;
import io.bailiwick.scope.BurnTerms;
import io.bailiwick.scope.Figures;
import io.bailiwick.scope.Ledger;
import io.bailiwick.scope.LedgerStatus;
import io.bailiwick.scope.LedgerTerms;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.scope.Utilization;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.webhook.AlarmFigure;
import io.bailiwick.webhook.AlarmWishes;
import io.bailiwick.webhook.EventHistory.PastEvent;
import io.bailiwick.webhook.EventSelection;
import io.bailiwick.webhook.ReplayRules;
import io.bailiwick.webhook.RetryPolicy;
import io.bailiwick.webhook.WebhookCaller;
import io.bailiwick.webhook.WebhookCommand;
import io.bailiwick.webhook.WebhookCredentials;
import io.bailiwick.webhook.WebhookOwner;
import io.bailiwick.webhook.WebhookRules;
import io.bailiwick.webhook.WebhookSubscription;
import io.bailiwick.webhook.WebhookTerms;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A replay finds in the table what the rules say that it delivers: all of that, in order. */
class RecordedHistoryTest {

  private static final List<String> SCOPES =
      List.of(
          "tenant:acme",
          "tenant:acme/app:chat",
          "tenant:acme/app:chat/agent:x",
          "tenant:acme/app:chat2",
          "tenant:acme2");

  private static final List<String> PATTERNS =
      List.of(
          "*",
          "tenant:acme",
          "tenant:acme/*",
          "tenant:acme*",
          "tenant:acme/app:chat",
          "tenant:acme/app:chat*",
          "tenant:_cme/*",
          "tenant:%",
          "TENANT:ACME",
          "tenant:acmé*");

  private static final Ledger LEDGER =
      new Ledger(
          new ScopePath("tenant:acme"),
          Unit.TOKENS,
          "led_1",
          new LedgerTerms(null, null, null, null, null),
          LedgerStatus.ACTIVE,
          new Figures(10, 8, 0, 0, 0, false),
          0,
          0,
          null);

  private static final AlarmWishes WISHES =
      new AlarmWishes(
          Utilization.THRESHOLDS,
          new BurnTerms(60, 2_500),
          Map.of(
              RateKind.DENIAL,
              RateKind.DENIAL.protocol(),
              RateKind.EXPIRY,
              new RateTerms(600, 20_000),
              RateKind.AUTH_FAILURE,
              new RateTerms(60, 500_000)));

  private final long seed = Long.getLong("seed", new Random().nextLong());
  private final Random random = new Random(seed);

  @TempDir Path dataDir;

  /** An event that was recorded, and whose it is. */
  private record Recorded(String tenant, PastEvent event, long atMs) {}

  @ParameterizedTest
  @EnumSource
  void whatIsFoundIsWhatTheRulesDeliver(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      List<Recorded> all = recorded(tables, 400);
      RecordedHistory history = new RecordedHistory(tables.reads);
      int found = 0;
      for (int i = 0; i < 200; i++) {
        WebhookSubscription webhook = webhook();
        WebhookCommand.Replay replay = replay();
        List<PastEvent> past =
            answer(history.find(ReplayRules.wanted(webhook, replay), ReplayRules.SCANNED_MAX));
        assertThat(selected(webhook, replay, past))
            .as("seed %d: %s for %s", seed, webhook, replay)
            .isEqualTo(expected(all, webhook, replay));
        found += past.size();
      }
      assertThat(found).as("seed %d", seed).isPositive();
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsNotWantedDoesNotUseUpTheLimit(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      TableWrites rows = new TableWrites();
      for (int i = 0; i < 50; i++) {
        add("acme", EventType.RESERVATION_DENIED, "tenant:acme", i, rows);
        add("other", EventType.BUDGET_FUNDED, null, i, rows);
      }
      PastEvent last = add("acme", EventType.BUDGET_FUNDED, "tenant:acme", 60, rows);
      tables.write(rows.toList());

      WebhookSubscription webhook =
          webhook(
              WebhookOwner.of(new TenantId("acme")),
              new EventSelection(List.of(), List.of(EventCategory.BUDGET)),
              null);
      WebhookCommand.Replay replay =
          new WebhookCommand.Replay(WebhookCaller.OPERATOR, "w", 0, 60, null, 1);
      assertThat(
              answer(
                  new RecordedHistory(tables.reads).find(ReplayRules.wanted(webhook, replay), 2)))
          .containsExactly(last);
    }
  }

  private List<PastEvent> expected(
      List<Recorded> all, WebhookSubscription webhook, WebhookCommand.Replay replay) {
    List<PastEvent> candidates =
        all.stream()
            .filter(one -> one.atMs() >= replay.fromMs() && one.atMs() <= replay.toMs())
            .filter(
                one ->
                    webhook.owner().equals(WebhookOwner.SYSTEM)
                        || one.tenant().equals(webhook.owner().text()))
            .map(Recorded::event)
            .sorted(java.util.Comparator.comparing(PastEvent::id))
            .toList();
    return selected(webhook, replay, candidates);
  }

  private static List<PastEvent> selected(
      WebhookSubscription webhook, WebhookCommand.Replay replay, List<PastEvent> candidates) {
    return ((ReplayRules.Selection.Selected)
            ReplayRules.select(webhook, WISHES, replay, candidates))
        .events();
  }

  private List<Recorded> recorded(ReadTables tables, int count) throws Exception {
    List<Recorded> all = new ArrayList<>();
    TableWrites rows = new TableWrites();
    for (int i = 0; i < count; i++) {
      EventType type = EventType.values()[random.nextInt(EventType.values().length)];
      String scope = random.nextInt(4) == 0 ? null : SCOPES.get(random.nextInt(SCOPES.size()));
      String tenant = List.of("acme", "acme2", "__system__").get(random.nextInt(3));
      long atMs = random.nextInt(100);
      all.add(new Recorded(tenant, add(tenant, type, scope, atMs, rows), atMs));
    }
    tables.write(rows.toList());
    return all;
  }

  private PastEvent add(String tenant, EventType type, String scope, long atMs, TableWrites rows) {
    String id = RecordIds.of(RecordIds.EVENT, atMs, "test " + random.nextLong());
    AlarmFigure figure = figure(type);
    Origin origin =
        new Origin(
            io.bailiwick.record.Actor.ADMIN,
            null,
            null,
            null,
            null,
            "b".repeat(32),
            "op",
            null,
            null,
            null);
    new RecordRows(rows)
        .event(
            new EventRecord(
                id,
                type,
                tenant,
                atMs,
                EventRecord.OF_ADMIN,
                scope == null ? null : new ScopePath(scope),
                origin,
                data(type, figure),
                null,
                figure instanceof AlarmFigure.Burned(BurnTerms terms)
                    ? BudgetData.BurnRateAnomaly.metadata(terms)
                    : Map.of()));
    return new PastEvent(id, type, scope, "b".repeat(32), figure);
  }

  /** What an event of that type goes by, wanted or not; null for one that is no alarm. */
  private AlarmFigure figure(EventType type) {
    boolean isWanted = random.nextBoolean();
    return switch (type) {
      case BUDGET_THRESHOLD_CROSSED -> new AlarmFigure.Crossed(isWanted ? 800_000 : 300_000);
      case BUDGET_BURN_RATE_ANOMALY ->
          new AlarmFigure.Burned(isWanted ? WISHES.burn() : BurnTerms.PROTOCOL);
      case RESERVATION_DENIAL_RATE_SPIKE,
          RESERVATION_EXPIRY_RATE_SPIKE,
          API_KEY_AUTH_FAILURE_RATE_SPIKE ->
          new AlarmFigure.Spiked(
              isWanted
                  ? WISHES.rates().get(RateKind.ofTold(type).orElseThrow())
                  : new RateTerms(60, 70_000));
      default -> null;
    };
  }

  private static EventData data(EventType type, AlarmFigure figure) {
    return switch (figure) {
      case null -> null;
      case AlarmFigure.Crossed(int millionths) ->
          new BudgetData.BudgetThreshold(LEDGER, millionths, true);
      case AlarmFigure.Burned(BurnTerms terms) ->
          new BudgetData.BurnRateAnomaly(LEDGER, new Burn(Unit.TOKENS, 0, 100, 30, 3, 0L, terms));
      case AlarmFigure.Spiked(RateTerms terms) ->
          new ReservationData.RateSpike(
              RateKind.ofTold(type).orElseThrow().metric(), BigDecimal.ONE, terms, 20);
    };
  }

  private WebhookSubscription webhook() {
    WebhookOwner owner =
        random.nextInt(3) == 0
            ? WebhookOwner.SYSTEM
            : WebhookOwner.of(new TenantId(random.nextBoolean() ? "acme" : "acme2"));
    List<EventType> types =
        IntStream.range(0, random.nextInt(8))
            .mapToObj(i -> EventType.values()[random.nextInt(EventType.values().length)])
            .toList();
    List<EventCategory> categories =
        IntStream.range(0, random.nextInt(4))
            .mapToObj(i -> EventCategory.values()[random.nextInt(EventCategory.values().length)])
            .toList();
    return webhook(
        owner,
        new EventSelection(types, categories),
        random.nextBoolean() ? null : PATTERNS.get(random.nextInt(PATTERNS.size())));
  }

  private static WebhookSubscription webhook(
      WebhookOwner owner, EventSelection selection, String pattern) {
    return WebhookRules.created(
        "whsub_1",
        owner,
        new WebhookTerms(
            null,
            null,
            "https://a.example",
            selection,
            WebhookRules.pattern(pattern),
            null,
            RetryPolicy.DEFAULT,
            1,
            null),
        new WebhookCredentials("s", new TreeMap<>()),
        0);
  }

  private WebhookCommand.Replay replay() {
    long fromMs = random.nextInt(60);
    List<EventType> types =
        random.nextInt(3) > 0
            ? null
            : IntStream.range(0, 10)
                .mapToObj(i -> EventType.values()[random.nextInt(EventType.values().length)])
                .toList();
    return new WebhookCommand.Replay(
        WebhookCaller.OPERATOR, "whsub_1", fromMs, fromMs + random.nextInt(60), types, 1_000);
  }
}
