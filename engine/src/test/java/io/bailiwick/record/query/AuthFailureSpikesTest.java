package io.bailiwick.record.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.apikey.query.Authentications;
import io.bailiwick.journal.TestStore;
import io.bailiwick.projection.RecordRows;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableRanks;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.projection.TableWrites;
import io.bailiwick.query.ReadTables;
import io.bailiwick.record.AuditEntry;
import io.bailiwick.record.EventRecord;
import io.bailiwick.record.FailedRequest;
import io.bailiwick.record.LifecycleData;
import io.bailiwick.record.Origin;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Too many attempts to authenticate that fail, of all attempts, are told of. */
class AuthFailureSpikesTest {

  private static final long NOW_MS = 100_000_000;
  private static final long MINUTE_MS = 60_000;

  @TempDir Path dataDir;
  private int number;

  /** Those of the last seconds wait until it is written down how many keys were good. */
  @ParameterizedTest
  @EnumSource
  void attemptsThatFailAreAShareOfAllOfTheTenant(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      authenticated(tables, "other", 1_000, NOW_MS - MINUTE_MS);
      authenticated(tables, "acme", 1_000, NOW_MS - 7 * MINUTE_MS);
      authenticated(tables, "acme", 120, NOW_MS - 6 * MINUTE_MS);
      authenticated(tables, "acme", 60, NOW_MS);
      authenticated(tables, "acme", 1_000, NOW_MS + MINUTE_MS);
      failed(tables, "acme", 1, 19, NOW_MS - MINUTE_MS);
      failed(tables, "acme", 1, 100, NOW_MS - 19_000);
      RateSpikes spikes = new RateSpikes(tables.reads, tables.writer);
      assertThat(RateSpikesTest.told(spikes, NOW_MS)).as("19 of 199").isZero();

      failed(tables, "acme", 1, 1, NOW_MS - MINUTE_MS);
      assertThat(RateSpikesTest.told(spikes, NOW_MS)).as("20 of 200").isEqualTo(1);
      assertThat(RateSpikesTest.told(spikes, NOW_MS + 1)).isZero();
      assertThat(RateSpikesTest.events(tables))
          .singleElement()
          .returns("acme", EventView::tenant)
          .returns("api_key.auth_failure_rate_spike", EventView::eventType)
          .returns(
              "{\"metric\":\"auth_failure_rate\",\"current_rate\":0.1000,\"threshold_rate\":0.1,"
                  + "\"window_seconds\":300,\"sample_count\":20}",
              EventView::data);
    }
  }

  @ParameterizedTest
  @EnumSource
  void attemptsWithKeysOfNobodyAreAShareOfEverybodys(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      authenticated(tables, EventRecord.SYSTEM, 181, NOW_MS - MINUTE_MS);
      failed(tables, AuditEntry.UNAUTHENTICATED, 2, 10, NOW_MS - MINUTE_MS);
      RateSpikes spikes = new RateSpikes(tables.reads, tables.writer);
      assertThat(RateSpikesTest.told(spikes, NOW_MS)).as("20 of 201").isZero();

      failed(tables, AuditEntry.UNAUTHENTICATED, 1, 1, NOW_MS - MINUTE_MS);
      assertThat(RateSpikesTest.told(spikes, NOW_MS)).as("21 of 202").isEqualTo(1);
      assertThat(RateSpikesTest.events(tables))
          .singleElement()
          .returns("__system__", EventView::tenant);
    }
  }

  /** A version that did not count has told of failures alone, of some a minute late. */
  @ParameterizedTest
  @EnumSource
  void whatWasBeforeAnybodyCountedIsNoShare(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      came(tables, NOW_MS - 4 * MINUTE_MS);
      failed(tables, "acme", 1, 100, NOW_MS - 4 * MINUTE_MS - 1);
      failed(tables, "acme", 1, 100, NOW_MS - 2 * MINUTE_MS);
      failed(tables, "acme", 1, 19, NOW_MS - MINUTE_MS);
      RateSpikes spikes = new RateSpikes(tables.reads, tables.writer);
      assertThat(RateSpikesTest.told(spikes, NOW_MS)).as("19 since then").isZero();
      failed(tables, "acme", 1, 1, NOW_MS - MINUTE_MS);
      assertThat(RateSpikesTest.told(spikes, NOW_MS)).isEqualTo(1);
      assertThat(RateSpikesTest.events(tables).getFirst().data()).contains("\"sample_count\":20");
    }
  }

  /** The table came to a database that was there for a day. */
  private static void came(ReadTables tables, long atMs) throws Exception {
    SqlStatement set =
        SqlStatement.every(
            TableRanks.AUTHENTICATION_INSERT,
            "UPDATE schema_migration SET applied_at_ms = ? WHERE version = ?");
    tables.write(List.of(TableWrite.of(set, atMs, 16), TableWrite.of(set, atMs - 86_400_000, 1)));
  }

  private static void authenticated(ReadTables tables, String tenant, long attempts, long atMs)
      throws Exception {
    tables.write(
        List.of(
            TableWrite.of(
                SqlStatement.every(
                    TableRanks.AUTHENTICATION_INSERT,
                    "INSERT INTO authentication (tenant, minute_ms, node, attempts) VALUES (?, ?,"
                        + " 'n', ?)"),
                tenant,
                Authentications.minute(atMs),
                attempts)));
  }

  private void failed(ReadTables tables, String tenant, int rows, long occurrences, long atMs)
      throws Exception {
    TableWrites out = new TableWrites();
    for (int i = 0; i < rows; i++) {
      new FailedRequest(
              atMs,
              tenant,
              Origin.system(null),
              null,
              null,
              401,
              "UNAUTHORIZED",
              Map.of(),
              null,
              null,
              new LifecycleData.KeyAuthFailed(null, null, "key_revoked", "10.0.0.1"))
          .tell("test " + number++, occurrences, atMs, atMs, new RecordRows(out));
    }
    tables.write(out.toList());
  }
}
