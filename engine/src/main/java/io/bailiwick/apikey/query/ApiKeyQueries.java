package io.bailiwick.apikey.query;

import io.bailiwick.apikey.ApiKey;
import io.bailiwick.apikey.KeyUsage;
import io.bailiwick.query.Conditions;
import io.bailiwick.query.ListReply;
import io.bailiwick.query.Listing;
import io.bailiwick.query.PageRequest;
import io.bailiwick.query.Reads;
import io.bailiwick.query.SortDirection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Keys for operators to look at. Thread-safe; never blocks. */
public final class ApiKeyQueries {

  private static final String STATUS =
      "CASE WHEN revoked_at_ms IS NOT NULL THEN 'REVOKED' WHEN expires_at_ms <= %d THEN 'EXPIRED'"
          + " ELSE 'ACTIVE' END";

  private final Reads reads;

  public ApiKeyQueries(Reads reads) {
    this.reads = reads;
  }

  public CompletionStage<Optional<ApiKey>> byId(String keyId) {
    return reads.ask(connection -> KeyRow.byId(connection, keyId).map(KeyRow::key));
  }

  /** How a key was used; empty for one that is not there. */
  public CompletionStage<Optional<KeyUsage>> usage(String keyId) {
    return reads.ask(connection -> KeyUsageRow.byId(connection, keyId));
  }

  /**
   * A page of keys.
   *
   * @param nowMs decides which are EXPIRED
   */
  public CompletionStage<ListReply<ApiKey>> list(
      ApiKeyFilter filter, ApiKeySort sort, SortDirection direction, PageRequest page, long nowMs) {
    String status = STATUS.formatted(nowMs);
    Conditions conditions =
        new Conditions()
            .andIfGiven("tenant = ?", filter.tenant() == null ? null : filter.tenant().value())
            .andIfGiven(status + " = ?", filter.status() == null ? null : filter.status().name())
            .andSearch(filter.search(), List.of("key_id"), List.of("name"));
    Listing<ApiKey> listing =
        new Listing<>(
            "api_key",
            KeyRow.COLUMNS,
            conditions,
            sortedBy(filter, sort, status),
            sort == ApiKeySort.CREATED_AT || sort == ApiKeySort.EXPIRES_AT,
            direction,
            List.of("key_id"),
            Listing.fingerprint(filter, sort, direction),
            KeyRow::read,
            true);
    return reads.ask(connection -> listing.page(connection, page));
  }

  /**
   * A search looks through all keys, and what it finds is sorted: an expression is in no index.
   * PostgreSQL would take an index for the order, and look up what was used of late. Neither does
   * the index of tenants say what status a key has.
   */
  private static String sortedBy(ApiKeyFilter filter, ApiKeySort sort, String status) {
    boolean isSearch = filter.search() != null;
    return switch (sort) {
      case KEY_ID -> isSearch ? "key_id || ''" : "key_id";
      case NAME -> "name";
      case TENANT_ID -> isSearch || filter.status() != null ? "tenant || ''" : "tenant";
      case STATUS -> status;
      case CREATED_AT -> isSearch ? "created_at_ms + 0" : "created_at_ms";
      case EXPIRES_AT -> "expires_at_ms";
    };
  }
}
