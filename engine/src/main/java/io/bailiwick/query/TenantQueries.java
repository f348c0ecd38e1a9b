package io.bailiwick.query;

import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.tenant.ExpiryPolicy;
import io.bailiwick.tenant.Tenant;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantSettings;
import io.bailiwick.tenant.TenantStatus;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Tenants for operators to look at. Thread-safe; never blocks. */
public final class TenantQueries {

  private static final String COLUMNS =
      "tenant, name, status, parent_tenant, overage_policy, reservation_ttl_ms,"
          + " reservation_ttl_max_ms, reservation_extensions_max, reservation_expiry_policy,"
          + " metadata, created_at_ms, updated_at_ms, suspended_at_ms, closed_at_ms";

  private final Reads reads;

  public TenantQueries(Reads reads) {
    this.reads = reads;
  }

  public CompletionStage<Optional<Tenant>> byId(TenantId id) {
    return reads.ask(
        connection -> {
          String sql = "SELECT " + COLUMNS + " FROM tenant WHERE tenant = ?";
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, id.value());
            try (ResultSet row = select.executeQuery()) {
              return row.next() ? Optional.of(read(row)) : Optional.empty();
            }
          }
        });
  }

  /** A page of tenants. */
  public CompletionStage<ListReply<Tenant>> list(
      TenantFilter filter, TenantSort sort, SortDirection direction, PageRequest page) {
    Listing<Tenant> listing =
        new Listing<>(
            "tenant",
            COLUMNS,
            conditions(filter),
            sortedBy(sort),
            sort == TenantSort.CREATED_AT,
            direction,
            List.of("tenant"),
            Listing.fingerprint(filter, sort, direction),
            TenantQueries::read,
            true);
    return reads.ask(connection -> listing.page(connection, page));
  }

  /** The tenants that the list with this filter shows, at most {@code max}. */
  public CompletionStage<Matches<TenantId>> matching(TenantFilter filter, int max) {
    return reads.ask(
        connection ->
            Matches.read(
                connection,
                "tenant",
                "tenant",
                conditions(filter),
                "tenant",
                max,
                row -> new TenantId(row.getString("tenant"))));
  }

  private static Conditions conditions(TenantFilter filter) {
    return new Conditions()
        .andIfGiven("status = ?", filter.status() == null ? null : filter.status().name())
        .andIfGiven("parent_tenant = ?", filter.parent() == null ? null : filter.parent().value())
        .andSearch(filter.search(), List.of("tenant"), List.of("name"));
  }

  private static String sortedBy(TenantSort sort) {
    return switch (sort) {
      case TENANT_ID -> "tenant";
      case NAME -> "name";
      case STATUS -> "status";
      case CREATED_AT -> "created_at_ms";
    };
  }

  private static Tenant read(ResultSet row) throws SQLException {
    String parent = row.getString("parent_tenant");
    return new Tenant(
        new TenantId(row.getString("tenant")),
        row.getString("name"),
        TenantStatus.valueOf(row.getString("status")),
        parent == null ? null : new TenantId(parent),
        new TenantSettings(
            Columns.constantOrNull(row, "overage_policy", OveragePolicy.class),
            Columns.longOrNull(row, "reservation_ttl_ms"),
            Columns.longOrNull(row, "reservation_ttl_max_ms"),
            Columns.intOrNull(row, "reservation_extensions_max")),
        Columns.constantOrNull(row, "reservation_expiry_policy", ExpiryPolicy.class),
        row.getString("metadata"),
        row.getLong("created_at_ms"),
        row.getLong("updated_at_ms"),
        Columns.longOrNull(row, "suspended_at_ms"),
        Columns.longOrNull(row, "closed_at_ms"));
  }
}
