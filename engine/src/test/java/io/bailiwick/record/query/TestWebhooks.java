package io.bailiwick.record.query;

import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.query.ReadTables;
import java.util.List;

/** ACTIVE subscriptions to what is told of reservations. */
final class TestWebhooks {

  private static final SqlStatement INSERT =
      SqlStatement.every(
          84,
          "INSERT INTO webhook (subscription_id, tenant, version, changes, url, event_types,"
              + " event_categories, thresholds, signing_secret, headers, status, max_retries,"
              + " initial_delay_ms, backoff_multiplier, max_delay_ms, disable_after_failures,"
              + " consecutive_failures, created_at_ms, updated_at_ms, replay_queued) VALUES (?, ?,"
              + " 1, '', 'https://a.example', '', 'reservation', ?, '', '', 'ACTIVE', 1, 1, '2.0',"
              + " 1, 1, 0, 1, 1, ?)");

  private static final SqlStatement DELETE = SqlStatement.every(97, "DELETE FROM webhook");

  private final ReadTables tables;
  private int number;

  TestWebhooks(ReadTables tables) {
    this.tables = tables;
  }

  void add(String owner, String thresholds) throws Exception {
    tables.write(List.of(TableWrite.of(INSERT, "whsub_" + number++, owner, thresholds, false)));
  }

  void removeAll() throws Exception {
    tables.write(List.of(TableWrite.of(DELETE)));
  }
}
