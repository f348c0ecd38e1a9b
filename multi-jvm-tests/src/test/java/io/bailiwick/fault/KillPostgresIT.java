package io.bailiwick.fault;

import io.bailiwick.harness.StoreKind;
import org.junit.jupiter.api.Test;

/** See {@link KillRounds}. */
class KillPostgresIT {
  @Test
  void nothingAcknowledgedIsLostOnPostgresql() {
    KillRounds.on(StoreKind.POSTGRESQL);
  }
}
