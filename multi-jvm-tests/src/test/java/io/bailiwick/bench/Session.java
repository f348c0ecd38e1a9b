package io.bailiwick.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What is measured, how, and where the figures go. */
record Session(Target target, Options options, Report report) {

  /** As many runs as wanted. */
  void measure(String name, Operation counted, Plan plan, Site site, Supplier<Turn> turns) {
    for (int run = 1; run <= options.runs(); run++) {
      measureOnce(name, run, counted, plan, site, turns);
    }
  }

  /** One run, whose ledgers have to add up. */
  void measureOnce(
      String name, int run, Operation counted, Plan plan, Site site, Supplier<Turn> turns) {
    conclude(name, run, counted, Driver.run(target, plan, turns), site);
  }

  /** Checks what was measured against the ledgers, and reports it. */
  void conclude(String name, int run, Operation counted, Driver.Measured measured, Site site) {
    site.enter(measured.tally().book());
    report(name, run, counted, measured, site.audit());
  }

  /** Reports what has been checked. */
  void report(String name, int run, Operation counted, Driver.Measured measured, Audit audit) {
    List<String> failures = new ArrayList<>();
    if (measured.tally().wrongCharges() > 0) {
      failures.add(measured.tally().wrongCharges() + " commits were charged otherwise");
    }
    if (!measured.tally().series().containsKey(counted)) {
      failures.add("nothing was done");
    }
    report.add(Run.of(name, run, counted, measured, audit.and(failures)));
  }

  /** How the options say, over so many connections unless they say it too. */
  Plan plan(int connections) {
    return new Plan(
        options.connections() > 0 ? options.connections() : connections,
        options.warmUp(),
        options.window(),
        options.ratePerSecond(),
        0);
  }

  /** As fast as answers come, whatever the options say. */
  Plan closed(int connections) {
    return plan(connections).withRate(0);
  }
}
