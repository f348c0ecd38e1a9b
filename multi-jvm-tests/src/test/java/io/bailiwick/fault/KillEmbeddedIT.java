package io.bailiwick.fault;

import io.bailiwick.harness.StoreKind;
import org.junit.jupiter.api.Test;

/** See {@link KillRounds}. */
class KillEmbeddedIT {
  @Test
  void nothingAcknowledgedIsLostOnTheEmbeddedStore() {
    KillRounds.on(StoreKind.EMBEDDED);
  }
}
