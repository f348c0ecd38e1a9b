package io.bailiwick.harness;

/**
 * One server for all tests that only need one, each with a tenant of its own. Started with its
 * first use, ended with the test run.
 */
public final class SharedServer {
  private SharedServer() {}

  public static ServerProcess running() {
    return Holder.SERVER;
  }

  public static Operator operator() {
    return running().operator();
  }

  private static final class Holder {
    static final ServerProcess SERVER =
        ServerProcess.start(
            ServerSetup.on(StoreKind.byDefault(), "shared")
                .asPeopleStartIt()
                .with("BAILIWICK_RESERVATION_SWEEP_INTERVAL", "100ms")
                .with("BAILIWICK_AUTH_KEY_USE_INTERVAL", "200ms")
                // Of the wrong keys of all tests each is to be found again.
                .with("BAILIWICK_RECORD_FAILED_AUTHENTICATIONS_PER_MINUTE_MAX", "100000")
                .with("BAILIWICK_AUTH_FAILURES_PER_MINUTE_MAX", "0"));
  }
}
