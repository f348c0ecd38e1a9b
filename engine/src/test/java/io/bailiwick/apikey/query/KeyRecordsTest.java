package io.bailiwick.apikey.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.apikey.ApiKeyCommand;
import io.bailiwick.apikey.ApiKeyReply;
import io.bailiwick.apikey.Permission;
import io.bailiwick.apikey.ScopeFilter;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is told of keys is written with the change, and only if that has come to something. */
class KeyRecordsTest {

  private static final TenantId ACME = new TenantId("acme");
  private static final ApiKeyCommand.Create CREATE =
      new ApiKeyCommand.Create(ACME, "n", null, null, null, null, null);
  private static final List<Permission> LESS =
      List.of(Permission.BALANCES_READ, Permission.EVENTS_READ);

  private final AtomicLong nowMs = new AtomicLong(1_000);
  private final InstantSource clock = () -> Instant.ofEpochMilli(nowMs.getAndIncrement());
  private final KeySecrets secrets = new KeySecrets(new Secret("p".repeat(32)));

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void eachChangeIsToldOnceAndNoChangeNever(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      tables.tenant("acme", TenantStatus.ACTIVE);
      KeyChanges changes = changes(tables);
      String id = ((ApiKeyReply.Created) answer(changes.create(CREATE, origin("c")))).key().keyId();
      answer(changes.update(update(id, "x", null, null), origin("renamed")));
      answer(changes.update(update(id, "x", null, null), origin("same")));
      answer(changes.update(update(id, null, LESS, null), origin("narrowed")));
      answer(changes.update(update(id, "x", LESS, null), origin("same")));
      ScopeFilter filter = new ScopeFilter(List.of("app:a", "app:b"));
      answer(changes.update(update(id, "y", null, filter), origin("filtered")));
      ScopeFilter turned = new ScopeFilter(List.of("app:b", "app:a"));
      answer(changes.update(update(id, null, LESS.reversed(), turned), origin("same")));
      answer(changes.revoke(new ApiKeyCommand.Revoke(id, "lost"), origin("revoked")));
      answer(changes.update(update(id, "z", null, null), origin("late")));
      answer(changes.revoke(new ApiKeyCommand.Revoke(id, "lost"), origin("late")));

      assertThat(types(tables))
          .containsExactly(
              "api_key.created",
              "api_key.permissions_changed",
              "api_key.permissions_changed",
              "api_key.revoked");
      assertThat(operations(tables))
          .containsExactly("c", "renamed", "narrowed", "filtered", "revoked");
      AuditView renamed = audits(tables).get(1);
      assertThat(renamed.metadata())
          .contains("\"before\":{\"name\":\"n\"", "\"after\":{\"name\":\"x\"");
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoIsOvertakenTellsNothing(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      tables.tenant("acme", TenantStatus.ACTIVE);
      KeyChanges first = changes(tables);
      String id = ((ApiKeyReply.Created) answer(first.create(CREATE, null))).key().keyId();
      // The other one comes between the look of this one and its write.
      KeyChanges second =
          new KeyChanges(
              tables.reads,
              change ->
                  first
                      .revoke(new ApiKeyCommand.Revoke(id, "lost"), origin("first"))
                      .thenCompose(reply -> write(tables, change)),
              secrets,
              clock);
      answer(second.revoke(new ApiKeyCommand.Revoke(id, "leaked"), origin("second")));
      tables.tenant("acme", TenantStatus.SUSPENDED);
      answer(first.create(CREATE, origin("third")));

      assertThat(types(tables)).containsExactly("api_key.created", "api_key.revoked");
      assertThat(operations(tables)).containsExactly("first");
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCloseTellsOfEachKeyOnceUnderItsOwnId(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      tables.tenant("acme", TenantStatus.ACTIVE);
      tables.tenant("other", TenantStatus.ACTIVE);
      KeyChanges changes = changes(tables);
      for (int i = 0; i < 205; i++) {
        answer(changes.create(CREATE, null));
      }
      answer(
          changes.create(
              new ApiKeyCommand.Create(new TenantId("other"), "n", null, null, null, null, null),
              null));
      tables.tenant("acme", TenantStatus.CLOSED);
      assertThat(answer(changes.revokeAllOf(ACME, "tenant_closed", origin("close")))).hasSize(205);
      assertThat(answer(changes.revokeAllOf(ACME, "tenant_closed", origin("close")))).isEmpty();

      EventFilter cascade =
          new EventFilter(
              null,
              "api_key.revoked_via_tenant_cascade",
              null,
              null,
              "tenant_close_cascade:acme:request-close",
              null,
              null,
              null,
              null,
              null,
              false,
              ScopeFilter.ALL);
      assertThat(events(tables, cascade, PageRequest.LIMIT_MAX)).hasSize(PageRequest.LIMIT_MAX);
      assertThat(audits(tables)).allMatch(row -> row.operation().equals("tenant_close_cascade"));
    }
  }

  private KeyChanges changes(ReadTables tables) {
    return new KeyChanges(tables.reads, change -> write(tables, change), secrets, clock);
  }

  private static CompletionStage<Void> write(ReadTables tables, KeyChanges.Change change) {
    return tables.writer.write(change.writes());
  }

  private static ApiKeyCommand.Update update(
      String id, String name, List<Permission> permissions, ScopeFilter filter) {
    return new ApiKeyCommand.Update(id, name, null, permissions, filter, null);
  }

  private static Origin origin(String operation) {
    return new Origin(
        Actor.ADMIN, null, null, null, "request-" + operation, null, operation, null, null, null);
  }

  private static List<String> types(ReadTables tables) throws Exception {
    return events(tables, EventFilter.ALL, 100).stream()
        .map(EventView::eventType)
        .filter(type -> type.startsWith("api_key"))
        .toList();
  }

  private static List<EventView> events(ReadTables tables, EventFilter filter, int limit)
      throws Exception {
    var page =
        answer(
            new EventQueries(tables.reads)
                .list(filter, EventSort.TIMESTAMP, SortDirection.ASC, PageRequest.first(limit)));
    return ((ListReply.Page<EventView>) page).items();
  }

  private static List<String> operations(ReadTables tables) throws Exception {
    return audits(tables).stream().map(AuditView::operation).toList();
  }

  private static List<AuditView> audits(ReadTables tables) throws Exception {
    var page =
        answer(
            new AuditQueries(tables.reads)
                .list(
                    AuditFilter.ALL,
                    AuditSort.TIMESTAMP,
                    SortDirection.ASC,
                    PageRequest.first(100)));
    return ((ListReply.Page<AuditView>) page).items();
  }
}
