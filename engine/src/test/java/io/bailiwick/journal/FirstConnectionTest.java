package io.bailiwick.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that is late does not end a server's start; one that says no does. */
class FirstConnectionTest {

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(600);

  private final AtomicInteger tries = new AtomicInteger();

  /** Fails that often before it is there. */
  private Connection after(int failures, String state) throws SQLException {
    if (tries.getAndIncrement() < failures) {
      throw new SQLException("not now", state);
    }
    return DriverManager.getConnection("jdbc:sqlite::memory:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"08001", "08006", "57P03", "53300"})
  void triesAgainWhatMayPass(String state) throws SQLException {
    try (Connection connection = FirstConnection.open(() -> after(2, state), LONG)) {
      assertThat(connection.isValid(1)).isTrue();
    }
    assertThat(tries).hasValue(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"28P01", "3D000", "08004"})
  void doesNotTryAgainWhatWillNotPass(String state) {
    assertThatThrownBy(() -> FirstConnection.open(() -> after(1, state), LONG))
        .hasMessage("not now");
    assertThat(tries).hasValue(1);
  }

  @Test
  void saysHowLongItHasTriedWhenItGivesUp() {
    assertThatThrownBy(() -> FirstConnection.open(() -> after(1_000, "08001"), SHORT))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("within 0 s of trying: not now");
    assertThat(tries.get()).isBetween(2, 4);
  }
}
