package io.bailiwick.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.journal.TestStore;
import io.bailiwick.scope.ScopePath;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is asked with every request must not become slower with a tenant's history. */
class QueryPlanTest {

  @TempDir Path dataDir;

  @Test
  void keyIsLookedUpByTheIndexOnKeys() throws Exception {
    assertThat(plan(KeptAnswers.SELECT_BY_KEY))
        .contains(
            "SEARCH reservation USING INDEX reservation_by_key (tenant=? AND idempotency_key=?)");
  }

  @Test
  void whetherAKeyIsKnownIsAskedOfTwoIndexes() throws Exception {
    assertThat(plan(KeptAnswers.SELECT_IS_KNOWN))
        .contains(
            "SEARCH idempotency USING COVERING INDEX sqlite_autoindex_idempotency_1 (tenant=? AND"
                + " endpoint=? AND idempotency_key=?)",
            "SEARCH reservation USING COVERING INDEX reservation_by_key (tenant=? AND"
                + " idempotency_key=?)");
  }

  @Test
  void allKeysOfATenantAreReadFromTwoIndexes() throws Exception {
    assertThat(plan(KeyScan.OF_RESERVATIONS))
        .contains(
            "SEARCH reservation USING COVERING INDEX reservation_by_key (tenant=? AND"
                + " idempotency_key>?)")
        .noneMatch(step -> step.startsWith("USE TEMP B-TREE"));
    assertThat(plan(KeyScan.OF_ANSWERS))
        .contains(
            "SEARCH idempotency USING COVERING INDEX sqlite_autoindex_idempotency_1 (tenant=? AND"
                + " (endpoint,idempotency_key)>(?,?))")
        .noneMatch(step -> step.startsWith("USE TEMP B-TREE"));
  }

  @Test
  void dueBooksAreFoundByTheirTime() throws Exception {
    assertThat(plan(DueWork.SELECT_BOOKS))
        .contains("SEARCH book USING INDEX book_by_wake (wake_at_ms>? AND wake_at_ms<?)")
        .noneMatch(step -> step.equals("USE TEMP B-TREE FOR ORDER BY"));
  }

  @Test
  void ledgersBelowAScopeAreARangeOfTheirIndex() throws Exception {
    Conditions conditions =
        new Conditions()
            .and("tenant = ?", "acme")
            .andWithin("scope", new ScopePath("tenant:acme/app:chat"));
    String sql = "SELECT scope FROM ledger WHERE " + conditions.sql();
    assertThat(plan(sql + " ORDER BY scope, unit"))
        .containsExactly(
            "SEARCH ledger USING COVERING INDEX ledger_by_tenant (tenant=? AND scope>? AND"
                + " scope<?)");
  }

  @Test
  void decisionsOfATenantAreAWalkThroughItsNumbers() throws Exception {
    String rest = " AND ordering BETWEEN ? AND ? ORDER BY ordering DESC LIMIT ?";
    String ofTenant = new Conditions().and("tenant = ?", "acme").and("key_id = ?", "k").sql();
    assertThat(plan("SELECT scope FROM decision_log WHERE " + ofTenant + rest))
        .singleElement()
        .asString()
        .startsWith("SEARCH decision_log USING INDEX decision_by_tenant (tenant=? AND ");
    String ofAll = new Conditions().and("key_id = ?", "k").sql();
    assertThat(plan("SELECT scope FROM decision_log WHERE " + ofAll + rest))
        .singleElement()
        .asString()
        .startsWith("SEARCH decision_log USING INTEGER PRIMARY KEY (");
  }

  private List<String> plan(String sql) throws Exception {
    try (ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir)) {
      return answer(
          tables.reads.ask(
              connection -> {
                try (Statement statement = connection.createStatement();
                    ResultSet row =
                        statement.executeQuery("EXPLAIN QUERY PLAN " + sql.replace("?", "1"))) {
                  List<String> steps = new ArrayList<>();
                  while (row.next()) {
                    steps.add(row.getString("detail"));
                  }
                  return steps;
                }
              }));
    }
  }
}
