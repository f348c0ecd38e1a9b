package io.bailiwick.query;

import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.journal.codec.StoredJson;
import io.bailiwick.policy.Caps;
import io.bailiwick.policy.Policy;
import io.bailiwick.policy.PolicyId;
import io.bailiwick.policy.PolicyStatus;
import io.bailiwick.policy.PolicyTerms;
import io.bailiwick.policy.RateLimits;
import io.bailiwick.policy.ScopePattern;
import io.bailiwick.policy.TtlOverride;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Policies to look at. Thread-safe; never blocks. */
public final class PolicyQueries {

  private static final String COLUMNS =
      "policy_id, name, description, scope_pattern, priority, caps, overage_policy,"
          + " reservation_ttl_ms, reservation_ttl_max_ms, reservation_extensions_max,"
          + " reservations_per_minute_max, commits_per_minute_max, status, effective_from_ms,"
          + " effective_until_ms, created_at_ms, updated_at_ms";

  private final Reads reads;

  public PolicyQueries(Reads reads) {
    this.reads = reads;
  }

  /** One policy of whatever tenant. */
  public CompletionStage<Optional<Policy>> byId(PolicyId id) {
    return reads.ask(
        connection -> {
          String sql = "SELECT " + COLUMNS + " FROM policy WHERE policy_id = ?";
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, id.text());
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? Optional.of(read(row)) : Optional.empty();
            }
          }
        });
  }

  /** A page of a tenant's policies, the newest first. */
  public CompletionStage<ListReply<Policy>> list(PolicyFilter filter, PageRequest page) {
    Conditions conditions =
        new Conditions()
            .and("tenant = ?", filter.tenant().value())
            .andIfGiven("scope_pattern = ?", filter.pattern())
            .andIfGiven("status = ?", filter.status() == null ? null : filter.status().name())
            .andReachedBy("scope_pattern", filter.keyScope());
    Listing<Policy> listing =
        new Listing<>(
            "policy",
            COLUMNS,
            conditions,
            "created_at_ms",
            true,
            SortDirection.DESC,
            List.of("policy_id"),
            Cursor.fingerprint(filter.toString()),
            PolicyQueries::read);
    return reads.ask(connection -> listing.page(connection, page));
  }

  private static Policy read(ResultSet row) throws SQLException {
    return new Policy(
        new PolicyId(row.getString("policy_id")),
        row.getString("name"),
        row.getString("description"),
        new ScopePattern(row.getString("scope_pattern")),
        row.getInt("priority"),
        new PolicyTerms(
            caps(row.getString("caps")),
            Columns.constantOrNull(row, "overage_policy", OveragePolicy.class),
            new TtlOverride(
                Columns.longOrNull(row, "reservation_ttl_ms"),
                Columns.longOrNull(row, "reservation_ttl_max_ms"),
                Columns.intOrNull(row, "reservation_extensions_max")),
            new RateLimits(
                Columns.intOrNull(row, "reservations_per_minute_max"),
                Columns.intOrNull(row, "commits_per_minute_max"))),
        PolicyStatus.valueOf(row.getString("status")),
        Columns.longOrNull(row, "effective_from_ms"),
        Columns.longOrNull(row, "effective_until_ms"),
        row.getLong("created_at_ms"),
        row.getLong("updated_at_ms"));
  }

  private static Caps caps(String stored) {
    return stored == null ? null : StoredJson.read(stored, Caps.class);
  }
}
