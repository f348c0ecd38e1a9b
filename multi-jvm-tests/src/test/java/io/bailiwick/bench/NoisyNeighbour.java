package io.bailiwick.bench;

import io.bailiwick.harness.Workers;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Quiet tenants at a fixed rate, alone and then beside one that asks for fifty times as much as any
 * of them: w9. All in an open loop, so that the quiet ones' times count from when they meant to
 * start.
 */
final class NoisyNeighbour {
  private static final int QUIET_TENANTS = 49;
  private static final int TIMES = 50;
  private static final int NOISY_CONNECTIONS = 64;
  private static final Duration DRAIN = Duration.ofMinutes(10);

  private NoisyNeighbour() {}

  static void run(Session session) {
    Site quiet = Site.ofOneLevel(session.target(), QUIET_TENANTS, Site.PLENTY);
    Site noisy = Site.ofOneLevel(session.target(), 1, Site.PLENTY);
    double each = session.options().quietRatePerSecond();
    Plan calm = session.plan(0).withConnections(QUIET_TENANTS).withRate(each * QUIET_TENANTS);
    Plan storm = session.plan(0).withConnections(NOISY_CONNECTIONS).withRate(each * TIMES);
    for (int run = 1; run <= session.options().runs(); run++) {
      session.measureOnce(
          "w9 quiet alone", run, Operation.LIFECYCLE, calm, quiet, lifecycles(quiet));
      Workers<Driver.Measured> beside =
          Workers.start(1, any -> Driver.run(session.target(), storm, lifecycles(noisy)));
      Driver.Measured measured = Driver.run(session.target(), calm, lifecycles(quiet));
      Driver.Measured stormed =
          beside.await(storm.warmUp().plus(storm.window()).plus(DRAIN)).getFirst();
      session.conclude("w9 quiet in storm", run, Operation.LIFECYCLE, measured, quiet);
      session.conclude("w9 the noisy one", run, Operation.LIFECYCLE, stormed, noisy);
    }
  }

  private static Supplier<Turn> lifecycles(Site site) {
    return () -> Turns.lifecycle(site.leaves());
  }
}
