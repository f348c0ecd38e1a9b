package io.bailiwick.apikey.query;

import static io.bailiwick.query.ReadTables.answer;

import io.bailiwick.apikey.ApiKey;
import io.bailiwick.apikey.ApiKeyCommand;
import io.bailiwick.apikey.ApiKeyReply;
import io.bailiwick.apikey.KeyUsage;
import io.bailiwick.apikey.Permission;
import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.config.AuthSettings;
import io.bailiwick.config.Secret;
import io.bailiwick.journal.TestStore;
import io.bailiwick.query.ListReply;
import io.bailiwick.query.PageRequest;
import io.bailiwick.query.ReadTables;
import io.bailiwick.query.SortDirection;
import io.bailiwick.record.Actor;
import io.bailiwick.record.Origin;
import io.bailiwick.record.query.AuditFilter;
import io.bailiwick.record.query.AuditQueries;
import io.bailiwick.record.query.AuditSort;
import io.bailiwick.record.query.AuditView;
import io.bailiwick.record.query.EventFilter;
import io.bailiwick.record.query.EventQueries;
import io.bailiwick.record.query.EventSort;
import io.bailiwick.record.query.EventView;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Keys of the tenant acme in a new store, a clock that stands still, and what is told of them. */
final class KeyCase implements AutoCloseable {

  static final TenantId ACME = new TenantId("acme");
  static final Secret PEPPER = new Secret("p".repeat(32));

  static final AuthSettings SETTINGS =
      new AuthSettings(
          Duration.ofMillis(100),
          100,
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          Duration.ofSeconds(600),
          0,
          new Secret(""),
          new Secret(""));

  final AtomicLong nowMs = new AtomicLong(1_000);
  final InstantSource clock = () -> Instant.ofEpochMilli(nowMs.get());
  final ReadTables tables;
  final StoredApiKeys keys;

  KeyCase(TestStore store, Path dataDir) throws Exception {
    this.tables = new ReadTables(store, dataDir);
    tables.tenant("acme", TenantStatus.ACTIVE);
    this.keys = node(false);
  }

  /** Keys as another node sees them. */
  StoredApiKeys node(boolean isOneOfSeveral) {
    return new StoredApiKeys(tables.reads, tables.writer, SETTINGS, PEPPER, isOneOfSeveral, clock);
  }

  /** A key that lives until then. */
  ApiKeyReply.Created created(long expiresAtMs) throws Exception {
    return (ApiKeyReply.Created)
        ask(
            new ApiKeyCommand.Create(
                ACME,
                "n",
                "described",
                List.of(Permission.BALANCES_READ),
                new ScopeFilter(List.of("app:chat")),
                "{\"a\":1}",
                expiresAtMs));
  }

  ApiKeyReply ask(ApiKeyCommand command) throws Exception {
    return answer(keys.ask(command, origin()));
  }

  static Origin origin() {
    return new Origin(Actor.ADMIN, null, "10.0.0.9", null, "req", null, "asked", null, null, null);
  }

  ApiKey key(String keyId) throws Exception {
    return answer(new ApiKeyQueries(tables.reads).byId(keyId)).orElseThrow();
  }

  KeyUsage usage(String keyId) throws Exception {
    return answer(new ApiKeyQueries(tables.reads).usage(keyId)).orElseThrow();
  }

  /** Events of keys, the oldest first. */
  List<EventView> events() throws Exception {
    var page =
        answer(
            new EventQueries(tables.reads)
                .list(
                    EventFilter.ALL,
                    EventSort.TIMESTAMP,
                    SortDirection.ASC,
                    PageRequest.first(PageRequest.LIMIT_MAX)));
    return ((ListReply.Page<EventView>) page)
        .items().stream().filter(event -> event.category().equals("api_key")).toList();
  }

  List<String> eventTypes() throws Exception {
    return events().stream().map(EventView::eventType).toList();
  }

  /** Audit entries of keys, the oldest first. */
  List<AuditView> audits() throws Exception {
    var page =
        answer(
            new AuditQueries(tables.reads)
                .list(
                    AuditFilter.ALL,
                    AuditSort.TIMESTAMP,
                    SortDirection.ASC,
                    PageRequest.first(PageRequest.LIMIT_MAX)));
    return ((ListReply.Page<AuditView>) page).items();
  }

  @Override
  public void close() {
    tables.close();
  }
}
