package io.bailiwick.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules that cannot fail would be worse than none. */
class TidyRuleTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NO_STATIC_CLOCK             | engine scope   | long a = System.currentTimeMillis();",
        "NO_STATIC_CLOCK             | engine scope   | long a = System.nanoTime();",
        "NO_STATIC_CLOCK             | http route     | Instant a = Instant.now();",
        "ONLY_MAIN_CHOOSES_THE_CLOCK | http route     | Clock a = Clock.systemUTC();",
        "NO_SLEEP                    | engine journal | Thread.sleep(1);",
        "NO_UNBOUNDED_JOIN           | engine journal | future.join();",
        "NO_EMPTY_CATCH              | engine journal | try { b(); } catch (E e) { /* so? */ }",
        "NO_FLOATING_POINT           | engine amount  | double amount;",
        "NO_GETTER                   | http wire      | ~  public long getAmount() {~  }~}",
        "NO_VAGUE_PACKAGE            | http util      | class A {}",
        "NO_VAGUE_CLASS              | http wire      | class RouteHelper {}",
      })
  void ruleIsBrokenBy(TidyRule rule, String place, String code) {
    assertThat(rule.violations(Example.source(place, code))).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "NO_STATIC_CLOCK   | engine time  | long a = System.nanoTime();",
        "NO_STATIC_CLOCK   | engine scope | /* System.nanoTime */ String s = \"Instant.now()\";",
        "NO_UNBOUNDED_JOIN | http wire    | String s = String.join(a, b);",
        "NO_EMPTY_CATCH    | http wire    | try { b(); } catch (E e) { throw c; }",
        "NO_GETTER         | http wire    | ~  @Override~  public long getAmount() {~  }~}",
        "NO_GETTER         | http wire    | ~  void a() {~    return b.getClass();~  }",
        "NO_FLOATING_POINT | http metrics | double seconds;",
      })
  void ruleIsKeptBy(TidyRule rule, String place, String code) {
    assertThat(rule.violations(Example.source(place, code))).isEmpty();
  }

  @Test
  void thereIsAnExampleOfEveryRule() throws NoSuchMethodException {
    CsvSource examples =
        getClass()
            .getDeclaredMethod("ruleIsBrokenBy", TidyRule.class, String.class, String.class)
            .getAnnotation(CsvSource.class);

    assertThat(Arrays.stream(examples.value()).map(example -> example.split("\\|")[0].strip()))
        .contains(Arrays.stream(TidyRule.values()).map(Enum::name).toArray(String[]::new));
  }
}
