package io.bailiwick.house;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules that cannot fail would be worse than none. */
class ImportRuleTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PURE_FOLDERS_KNOW_THE_JDK_AND_EACH_OTHER | engine scope | import org.slf4j.Logger;",
        "PURE_FOLDERS_KNOW_THE_JDK_AND_EACH_OTHER | engine scope | import"
            + " org.apache.pekko.actor.typed.*;",
        "PURE_FOLDERS_KNOW_THE_JDK_AND_EACH_OTHER | engine scope | import java.sql.Connection;",
        "PURE_FOLDERS_KNOW_THE_JDK_AND_EACH_OTHER | engine scope | import"
            + " io.bailiwick.scope.entity.ScopeEntity;",
        "PURE_FOLDERS_KNOW_THE_JDK_AND_EACH_OTHER | engine scope | import static"
            + " io.bailiwick.config.Settings.load;",
        "PURE_FOLDERS_KNOW_THE_JDK_AND_EACH_OTHER | engine scope | import"
            + " io.bailiwick.journal.Store;",
        "PURE_FOLDERS_KNOW_THE_JDK_AND_EACH_OTHER | engine scope | class A { org.slf4j.Logger log;"
            + " }",
        "NOTHING_KNOWS_HTTP                       | engine query | import io.bailiwick.http.Main;",
        "ROUTES_KNOW_INTERFACES                   | http route   | import"
            + " io.bailiwick.scope.entity.ScopeEntity;",
        "ROUTES_KNOW_INTERFACES                   | http auth    | import"
            + " io.bailiwick.journal.Store;",
      })
  void ruleIsBrokenBy(ImportRule rule, String place, String code) {
    assertThat(rule.violations(Example.source(place, code))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PURE_FOLDERS_KNOW_THE_JDK_AND_EACH_OTHER | engine scope        | import"
            + " io.bailiwick.amount.Amount;",
        "PURE_FOLDERS_KNOW_THE_JDK_AND_EACH_OTHER | engine scope        | import static"
            + " java.util.Map.entry;",
        "PURE_FOLDERS_KNOW_THE_JDK_AND_EACH_OTHER | engine scope        | class A { String s ="
            + " \"org.slf4j.Logger\"; }",
        "PURE_FOLDERS_KNOW_THE_JDK_AND_EACH_OTHER | engine scope.entity | import org.slf4j.Logger;",
        "PURE_FOLDERS_KNOW_THE_JDK_AND_EACH_OTHER | http route          | import org.slf4j.Logger;",
        "ROUTES_KNOW_INTERFACES                   | http route          | import"
            + " io.bailiwick.query.ReservationList;",
      })
  void ruleIsKeptBy(ImportRule rule, String place, String code) {
    assertThat(rule.violations(Example.source(place, code))).isEmpty();
  }
}
