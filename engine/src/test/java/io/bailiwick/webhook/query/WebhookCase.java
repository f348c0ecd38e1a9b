package io.bailiwick.webhook.query;

import static io.bailiwick.query.ReadTables.answer;

import io.bailiwick.config.Secret;
import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.query.ReadTables;
import io.bailiwick.record.Actor;
import io.bailiwick.record.EventType;
import io.bailiwick.record.Origin;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantStatus;
import io.bailiwick.webhook.CallResult;
import io.bailiwick.webhook.Endpoints;
import io.bailiwick.webhook.EventHistory;
import io.bailiwick.webhook.EventSelection;
import io.bailiwick.webhook.RetryPolicy;
import io.bailiwick.webhook.WebhookCaller;
import io.bailiwick.webhook.WebhookCommand;
import io.bailiwick.webhook.WebhookCredentials;
import io.bailiwick.webhook.WebhookOwner;
import io.bailiwick.webhook.WebhookPatch;
import io.bailiwick.webhook.WebhookReply;
import io.bailiwick.webhook.WebhookSecurity;
import io.bailiwick.webhook.WebhookStatus;
import io.bailiwick.webhook.WebhookSubscription;
import io.bailiwick.webhook.WebhookTerms;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** A store with one tenant, and an outside where everything may be called and answers 200. */
final class WebhookCase implements AutoCloseable, Endpoints {

  static final TenantId ACME = new TenantId("acme");
  static final WebhookOwner OWNER = WebhookOwner.of(ACME);
  static final String FORBIDDEN_URL = "https://forbidden.example";

  final ReadTables tables;
  final AtomicLong nowMs = new AtomicLong(1_000);
  final InstantSource clock = () -> Instant.ofEpochMilli(nowMs.get());
  final WebhookVault vault =
      new WebhookVault(new Secret(Base64.getEncoder().encodeToString(new byte[32])));
  final List<EventHistory.PastEvent> past = new ArrayList<>();
  final StoredWebhooks webhooks;
  Probe probed;

  WebhookCase(TestStore store, Path dataDir) throws Exception {
    tables = new ReadTables(store, dataDir);
    tables.tenant("acme", TenantStatus.ACTIVE);
    webhooks =
        new StoredWebhooks(
            tables.reads,
            tables.writer,
            vault,
            this,
            (wanted, limit) -> CompletableFuture.completedFuture(List.copyOf(past)),
            clock);
  }

  /** Changes whose writes somebody else gets in before. */
  WebhookChanges changes(Function<List<TableWrite>, CompletionStage<Void>> writes) {
    WebhookSecurityRow security = new WebhookSecurityRow(tables.reads, tables.writer, clock);
    return new WebhookChanges(tables.reads, writes, vault, security, this, clock);
  }

  @Override
  public CompletionStage<Optional<String>> objection(String url, WebhookSecurity security) {
    return CompletableFuture.completedFuture(
        url.equals(FORBIDDEN_URL) ? Optional.of("not there") : Optional.empty());
  }

  @Override
  public CompletionStage<CallResult> probe(Probe probe, WebhookSecurity security) {
    probed = probe;
    return CompletableFuture.completedFuture(new CallResult(200, 5L, null));
  }

  static WebhookCommand.Create create(WebhookCaller caller, String url) {
    WebhookTerms terms =
        new WebhookTerms(
            "first",
            null,
            url,
            new EventSelection(
                List.of(EventType.BUDGET_FUNDED, EventType.TENANT_CLOSED), List.of()),
            null,
            "{\"denial_rate_threshold\":0.25}",
            RetryPolicy.DEFAULT,
            10,
            null);
    return new WebhookCommand.Create(
        caller,
        OWNER,
        terms,
        new WebhookCredentials(null, new TreeMap<>(Map.of("X-Token", "t0ken"))));
  }

  WebhookReply.Created made() throws Exception {
    return (WebhookReply.Created) ask(create(WebhookCaller.OPERATOR, "https://a.example/x"));
  }

  WebhookReply ask(WebhookCommand command) throws Exception {
    return answer(webhooks.ask(command, null));
  }

  WebhookReply ask(WebhookCommand command, Origin origin) throws Exception {
    return answer(webhooks.ask(command, origin));
  }

  /** Of an operator's request. */
  static Origin origin(String request) {
    return new Origin(
        Actor.ADMIN, null, "10.0.0.1", "test", request, "a".repeat(32), "op", null, null, null);
  }

  static WebhookCommand.Update rename(String id, String name) {
    return new WebhookCommand.Update(
        WebhookCaller.OPERATOR,
        id,
        new WebhookPatch(
            name, null, null, null, null, null, null, null, null, null, null, null, null));
  }

  static WebhookCommand.Update describe(String id, String description) {
    return new WebhookCommand.Update(
        WebhookCaller.OPERATOR,
        id,
        new WebhookPatch(
            null, description, null, null, null, null, null, null, null, null, null, null, null));
  }

  static WebhookCommand.Update become(String id, WebhookStatus status) {
    return new WebhookCommand.Update(
        WebhookCaller.OPERATOR,
        id,
        new WebhookPatch(
            null, null, null, null, null, null, null, null, null, null, null, status, null));
  }

  WebhookSubscription stored(String id) throws Exception {
    return answer(new WebhookQueries(tables.reads).byId(id)).orElseThrow();
  }

  /** All columns of all rows, as text. */
  List<String> rows(String table) throws Exception {
    return answer(
        tables.reads.ask(
            connection -> {
              try (Statement statement = connection.createStatement();
                  ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
                List<String> rows = new ArrayList<>();
                int columns = row.getMetaData().getColumnCount();
                while (row.next()) {
                  StringBuilder all = new StringBuilder();
                  for (int i = 1; i <= columns; i++) {
                    all.append(row.getString(i)).append('|');
                  }
                  rows.add(all.toString());
                }
                return rows;
              }
            }));
  }

  @Override
  public void close() {
    tables.close();
  }
}
