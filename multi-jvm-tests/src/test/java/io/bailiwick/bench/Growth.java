package io.bailiwick.bench;

import java.util.Map;

/** The same before and after many finished lifecycles: w8. */
final class Growth {
  private static final int CONNECTIONS = 64;

  /** Where the lists of the one time are, to be compared with those of the other. */
  private static final long FEW = 10_000;

  private static final double KIB_PER_MIB = 1024;

  private Growth() {}

  static void run(Session session) {
    Site site = Site.ofOneLevel(session.target(), 1, Site.PLENTY);
    Reads.grow(session, "w8 few", site, FEW);
    measure(session, "w8 before", site);
    note(session, "memory before growth");
    Reads.grow(session, "w8 growth", site, session.options().grown());
    note(session, "memory after growth");
    measure(session, "w8 after", site);
  }

  private static void measure(Session session, String name, Site site) {
    // Lifecycles last: they add rows to the lists.
    Reads.measure(session, name, site);
    session.measure(
        name + " w1",
        Operation.LIFECYCLE,
        session.plan(CONNECTIONS),
        site,
        () -> Turns.lifecycle(site.leaves()));
  }

  private static void note(Session session, String when) {
    StringBuilder memory = new StringBuilder();
    for (Map.Entry<String, Proc.Used> used : session.target().used().processes().entrySet()) {
      memory
          .append(used.getKey())
          .append(' ')
          .append(Math.round(used.getValue().memoryKib() / KIB_PER_MIB))
          .append(" MiB ");
    }
    session.report().note(when, memory.toString().strip());
  }
}
