package io.bailiwick.bench;

/** Everything but lifecycles, over a tenant that has many finished reservations: w5. */
final class Reads {
  private static final int CONNECTIONS = 64;

  private Reads() {}

  /** Fills a tenant of three levels with finished reservations, then measures. */
  static void run(Session session) {
    Site site = Site.ofThreeLevels(session.target(), 1, 100);
    grow(session, "w5 seed", site, session.options().seeded());
    measure(session, "w5", site);
  }

  /** Adds so many finished lifecycles to a site. */
  static void grow(Session session, String name, Site site, long count) {
    Plan plan = Plan.counted(session.closed(CONNECTIONS).connections(), count);
    session.measureOnce(
        name, 1, Operation.LIFECYCLE, plan, site, () -> Turns.lifecycle(site.leaves()));
  }

  /** Each kind of call for itself, at the first tenant of a site. */
  static void measure(Session session, String name, Site site) {
    Plan plan = session.plan(CONNECTIONS);
    Leaf leaf = site.leaves().getFirst();
    session.measure(
        name + " decide", Operation.DECIDE, plan, site, () -> Turns.decide(site.leaves()));
    session.measure(name + " event", Operation.EVENT, plan, site, () -> Turns.event(site.leaves()));
    read(session, name + " balances", Operation.BALANCES, site, tree(leaf));
    read(session, name + " list", Operation.LIST, site, "/v1/reservations?limit=20");
    read(
        session,
        name + " list sorted",
        Operation.LIST,
        site,
        "/v1/reservations?limit=20&sort_by=created_at_ms&sort_dir=desc");
  }

  private static void read(
      Session session, String name, Operation operation, Site site, String request) {
    Leaf leaf = site.leaves().getFirst();
    session.measure(
        name,
        operation,
        session.plan(CONNECTIONS),
        site,
        () -> Turns.read(operation, leaf, request));
  }

  /** All ledgers of the tenant, at most a page of 200. */
  private static String tree(Leaf leaf) {
    return "/v1/balances?tenant=" + leaf.tenant() + "&include_children=true&limit=200";
  }
}
