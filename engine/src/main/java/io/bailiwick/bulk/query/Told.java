package io.bailiwick.bulk.query;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.bulk.BulkKind;
import io.bailiwick.journal.codec.StoredJson;
import io.bailiwick.query.Reads;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Which rows a bulk action has changed, as its events say: they are written with the changes. So
 * this is known of changes that nobody has had an answer of. An event names the bulk action that it
 * is of: several with one correlation id, at the same time too, do not count each other's. Only
 * those that a node of a version before has told name none; of them whatever came after the claim
 * is taken for its own.
 *
 * <p>Thread-safe; never blocks.
 */
final class Told {

  private static final String SELECT =
      "SELECT tenant, data FROM event WHERE correlation_id = ? AND (bulk_id = ? OR (bulk_id IS NULL"
          + " AND event_id > ?))";

  private final Reads reads;

  Told(Reads reads) {
    this.reads = reads;
  }

  /** Ids of the rows. A funding has a key, and nothing need be told of it. */
  CompletionStage<Set<String>> of(BulkClaim claim) {
    BulkKind kind = claim.bulk().action().kind();
    if (kind == BulkKind.BUDGETS) {
      return CompletableFuture.completedFuture(Set.of());
    }
    return reads.ask(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setString(1, claim.bulk().correlationId());
            select.setString(2, claim.id());
            select.setString(3, claim.toldBefore());
            try (ResultSet row = select.executeQuery()) {
              Set<String> ids = new HashSet<>();
              while (row.next()) {
                ids.add(kind == BulkKind.TENANTS ? row.getString("tenant") : subscription(row));
              }
              return ids;
            }
          }
        });
  }

  private static String subscription(ResultSet row) throws SQLException {
    return StoredJson.read(row.getString("data"), ObjectNode.class)
        .path("subscription_id")
        .asText();
  }
}
