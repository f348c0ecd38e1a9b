package io.bailiwick.bench;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many clients race for a budget that is enough for an exact number of reservations, then are
 * refused; then half is spent, half is given back, and they race again: w4.
 */
final class Exhaustion {
  private static final int CONNECTIONS = 64;
  private static final long AMOUNT = 1_000;

  private final Session session;
  private final long held;
  private final Site site;
  private final Leaf leaf;
  private final Queue<String> ids = new ConcurrentLinkedQueue<>();

  /** Of what is done before and after the refusals, none of which is measured. */
  private final Tally unmeasured = new Tally(0, 0);

  private Exhaustion(Session session) {
    this.session = session;
    this.held = session.options().held();
    this.site = Site.ofOneLevel(session.target(), 1, held * AMOUNT);
    this.leaf = site.leaves().getFirst();
  }

  static void run(Session session) {
    for (int run = 1; run <= session.options().runs(); run++) {
      new Exhaustion(session).race(run);
    }
  }

  private void race(int run) {
    Audit audit = exactly("the first race", held, fill());
    Driver.Measured refused =
        Driver.run(session.target(), session.plan(CONNECTIONS), () -> this::attempt);
    audit = audit.and(exactly("the refusals", held, ids.size()));
    site.enter(refused.tally().book());
    audit = audit.and(site.audit());

    long spent = held / 2;
    settle(spent);
    audit = audit.and(site.audit());
    audit = audit.and(exactly("the second race", held - spent, fill())).and(site.audit());
    refused.tally().addWrong(unmeasured);
    session.report("w4", run, Operation.DENIAL, refused, audit);
  }

  /** Everybody reserves until refused. Returns how many reservations there are. */
  private long fill() {
    Plan plan = Plan.counted(session.closed(CONNECTIONS).connections(), Long.MAX_VALUE);
    Driver.Measured filled =
        Driver.run(
            session.target(),
            plan,
            () ->
                (caller, startNs) -> {
                  Caller.Reserved reserved =
                      caller.reserve(leaf, AMOUNT, Caller.LONG_TTL_MS, startNs);
                  keep(reserved);
                  return !reserved.isDenied();
                });
    enter(filled);
    return ids.size();
  }

  private boolean attempt(Caller caller, long startNs) {
    keep(caller.reserve(leaf, AMOUNT, Caller.LONG_TTL_MS, startNs));
    return true;
  }

  private void keep(Caller.Reserved reserved) {
    if (reserved.id() != null) {
      ids.add(reserved.id());
    }
  }

  /** Spends so many of what is held, and gives the others back. */
  private void settle(long spent) {
    AtomicLong toSpend = new AtomicLong(spent);
    Plan plan = Plan.counted(session.closed(CONNECTIONS).connections(), Math.max(1, ids.size()));
    Driver.Measured settled =
        Driver.run(
            session.target(),
            plan,
            () ->
                (caller, startNs) -> {
                  String id = ids.poll();
                  if (id == null) {
                    return false;
                  }
                  if (toSpend.getAndDecrement() > 0) {
                    caller.commit(leaf, id, AMOUNT, AMOUNT);
                  } else {
                    caller.release(leaf, id, AMOUNT);
                  }
                  return true;
                });
    enter(settled);
  }

  private void enter(Driver.Measured part) {
    site.enter(part.tally().book());
    unmeasured.addWrong(part.tally());
  }

  private static Audit exactly(String when, long wanted, long found) {
    return found == wanted
        ? Audit.NONE
        : Audit.NONE.and(List.of("%s let in %d of %d".formatted(when, found, wanted)));
  }
}
