package io.bailiwick.walk;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.harness.Balance;
import io.bailiwick.walk.Model.Expected;
import io.bailiwick.walk.Model.Hold;
import org.junit.jupiter.api.Test;

/** The model says what the protocol's worked examples say. */
class ModelTest {
  private final Model model = new Model();

  private Hold held(String scope, long estimate, String policy) {
    assertThat(model.judge(scope, estimate).isSuccess()).isTrue();
    Hold hold = model.hold(scope, estimate, policy, 0);
    hold.expiresAtMs = 1_000;
    return hold;
  }

  private Balance at(String scope) {
    assertThat(model.accounts.get(scope).balance().addsUp()).isTrue();
    return model.accounts.get(scope).balance();
  }

  @Test
  void capsByThePoorestScope() {
    model.open("tenant:a", 150, 0);
    model.open("tenant:a/app:b", 1_000, 0);
    Hold hold = held("tenant:a/app:b", 100, "ALLOW_IF_AVAILABLE");
    assertThat(model.commit(hold, 200, 0)).isEqualTo(Expected.success(200, 150));
    assertThat(at("tenant:a")).isEqualTo(new Balance(150, 0, 0, 150, 0, 0, true));
    assertThat(at("tenant:a/app:b")).isEqualTo(new Balance(1_000, 850, 0, 150, 0, 0, false));
  }

  @Test
  void owesWhatIsMissing() {
    model.open("tenant:a", 1_000_000, 100_000);
    model.fund("tenant:a", "RESET_SPENT", 1_000_000, 950_000);
    Hold hold = held("tenant:a", 1_000, "ALLOW_WITH_OVERDRAFT");
    assertThat(model.commit(hold, 200_000, 0).code()).isEqualTo("OVERDRAFT_LIMIT_EXCEEDED");
    assertThat(model.commit(hold, 100_000, 0)).isEqualTo(Expected.success(200, 100_000));
    assertThat(at("tenant:a"))
        .isEqualTo(new Balance(1_000_000, -50_000, 0, 1_000_000, 50_000, 100_000, false));
    assertThat(model.judge("tenant:a", 1).code()).isEqualTo("BUDGET_EXCEEDED");
  }

  @Test
  void capsByTheScopeThatMayNotOwe() {
    model.open("tenant:a", 50, 0);
    model.open("tenant:a/app:b", 30, 500);
    Hold hold = held("tenant:a/app:b", 20, "ALLOW_WITH_OVERDRAFT");
    assertThat(model.commit(hold, 120, 0)).isEqualTo(Expected.success(200, 50));
    assertThat(at("tenant:a")).isEqualTo(new Balance(50, 0, 0, 50, 0, 0, true));
    assertThat(at("tenant:a/app:b")).isEqualTo(new Balance(30, -20, 0, 30, 20, 500, false));
  }

  @Test
  void expiresAfterItsGrace() {
    model.open("tenant:a", 50, 0);
    Hold hold = held("tenant:a", 20, "REJECT");
    hold.graceMs = 10;
    model.expire(1_010);
    assertThat(at("tenant:a").reserved()).isEqualTo(20);
    assertThat(model.extend(hold, 5, 1_001).code()).isEqualTo("RESERVATION_EXPIRED");
    model.expire(1_011);
    assertThat(at("tenant:a")).isEqualTo(Balance.untouched(50));
  }
}
