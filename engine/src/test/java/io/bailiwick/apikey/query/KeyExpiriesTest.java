package io.bailiwick.apikey.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.apikey.ApiKeyCommand;
import io.bailiwick.apikey.ApiKeyReply;
import io.bailiwick.journal.TestStore;
import io.bailiwick.record.query.EventView;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That a key has expired is told once. */
class KeyExpiriesTest {

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void eachExpiryIsToldOnceHoweverOftenOneLooks(TestStore store) throws Exception {
    try (KeyCase acme = new KeyCase(store, dataDir)) {
      KeyExpiries expiries = new KeyExpiries(acme.tables.reads, acme.tables.writer);
      String first = acme.created(5_000).key().keyId();
      String second = acme.created(6_000).key().keyId();
      acme.created(90_000);
      assertThat(answer(expiries.step(4_999))).isZero();
      assertThat(answer(expiries.step(5_000))).isEqualTo(1);
      assertThat(answer(expiries.step(5_001))).isZero();
      assertThat(answer(expiries.step(7_000))).isEqualTo(1);
      assertThat(answer(expiries.step(8_000))).isZero();

      List<EventView> expired = acme.events().subList(3, 5);
      assertThat(expired)
          .allMatch(event -> event.eventType().equals("api_key.expired"))
          .extracting(event -> event.atMs() + " " + event.actorType() + ' ' + event.source())
          .containsExactly("5000 scheduler expiry-sweeper", "7000 scheduler expiry-sweeper");
      assertThat(expired.getFirst().data())
          .contains(first, "\"previous_status\":\"ACTIVE\"", "\"new_status\":\"EXPIRED\"");
      assertThat(acme.events()).hasSize(5);
      assertThat(acme.audits().subList(3, 5))
          .allMatch(entry -> entry.operation().equals("api_key_expiry"))
          .extracting(entry -> entry.resourceId())
          .containsExactly(first, second);
    }
  }

  /** A singleton may be two for a moment. */
  @ParameterizedTest
  @EnumSource
  void severalWhoLookAtOnceTellOnce(TestStore store) throws Exception {
    try (KeyCase acme = new KeyCase(store, dataDir)) {
      for (int i = 0; i < 20; i++) {
        acme.created(5_000);
      }
      List<CompletionStage<Integer>> all = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        KeyExpiries expiries = new KeyExpiries(acme.tables.reads, acme.tables.writer);
        all.add(expiries.step(5_000 + i / 2));
        all.add(expiries.step(5_000 + i / 2));
      }
      for (CompletionStage<Integer> one : all) {
        answer(one);
      }

      assertThat(expired(acme)).hasSize(20).doesNotHaveDuplicates();
      assertThat(acme.audits()).hasSize(40);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatWasRevokedBeforeNeverExpiresAndWhatIsRevokedLaterHas(TestStore store) throws Exception {
    try (KeyCase acme = new KeyCase(store, dataDir)) {
      KeyExpiries expiries = new KeyExpiries(acme.tables.reads, acme.tables.writer);
      String before = acme.created(5_000).key().keyId();
      String after = acme.created(5_000).key().keyId();
      acme.ask(new ApiKeyCommand.Revoke(before, "lost"));
      acme.nowMs.set(5_500);
      acme.ask(new ApiKeyCommand.Revoke(after, "lost"));
      assertThat(answer(expiries.step(6_000))).isEqualTo(1);
      assertThat(answer(expiries.step(6_001))).isZero();
      assertThat(expired(acme)).singleElement().asString().contains(after);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aKeyThatWasReplacedSaysByWhich(TestStore store) throws Exception {
    try (KeyCase acme = new KeyCase(store, dataDir)) {
      KeyExpiries expiries = new KeyExpiries(acme.tables.reads, acme.tables.writer);
      String id = acme.created(90_000).key().keyId();
      ApiKeyReply.Rotated rotated =
          (ApiKeyReply.Rotated) acme.ask(new ApiKeyCommand.Rotate(id, 1_000L, null));
      assertThat(answer(expiries.step(2_000))).isEqualTo(1);
      assertThat(acme.events().getLast().metadata()).contains(rotated.key().keyId());
      assertThat(acme.audits().getLast().metadata()).contains(rotated.key().keyId());
    }
  }

  /** Neither keys that live nor those that have ended are looked through. */
  @Test
  void onlyWhatIsDueIsLookedAt() throws Exception {
    try (KeyCase acme = new KeyCase(TestStore.EMBEDDED, dataDir)) {
      List<String> plan =
          answer(
              acme.tables.reads.ask(
                  connection -> {
                    List<String> steps = new ArrayList<>();
                    try (Statement explain = connection.createStatement();
                        ResultSet row =
                            explain.executeQuery(
                                "EXPLAIN QUERY PLAN SELECT key_id FROM api_key WHERE "
                                    + KeyExpiries.DUE.replace("?", "1")
                                    + " ORDER BY expires_at_ms, key_id LIMIT 5")) {
                      while (row.next()) {
                        steps.add(row.getString("detail"));
                      }
                    }
                    return steps;
                  }));
      assertThat(plan)
          .singleElement()
          .asString()
          .contains("INDEX api_key_expiring (expires_at_ms<?)");
    }
  }

  private static List<String> expired(KeyCase acme) throws Exception {
    return acme.events().stream()
        .filter(event -> event.eventType().equals("api_key.expired"))
        .map(EventView::data)
        .toList();
  }
}
