package io.bailiwick.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What is measured, how, and where the figures go. */
record Session(Target target, Options options, Report report) {

  /** As many runs as wanted. */
  void measure(String name, Operation counted, Plan plan, Site site, Supplier<Turn> turns) {
    for (int run = 1; run <= options.runs(); run++) {
      measureOnce(name, run, counted, plan, site, turns, List.of());
    }
  }

  /** One run, whose ledgers have to add up. */
  Driver.Measured measureOnce(
      String name,
      int run,
      Operation counted,
      Plan plan,
      Site site,
      Supplier<Turn> turns,
      List<String> before) {
    Driver.Measured measured = Driver.run(target, plan, turns);
    conclude(name, run, counted, measured, site, before);
    return measured;
  }

  /** Checks what was measured against the ledgers, and reports it. */
  void conclude(
      String name,
      int run,
      Operation counted,
      Driver.Measured measured,
      Site site,
      List<String> before) {
    List<String> failures = new ArrayList<>(before);
    site.enter(measured.tally().book());
    failures.addAll(site.differences());
    if (measured.tally().wrongCharges() > 0) {
      failures.add(measured.tally().wrongCharges() + " commits were charged otherwise");
    }
    Run result = Run.of(name, run, counted, measured, failures);
    if (result.latency().count() == 0) {
      failures.add("nothing was done");
    }
    report.add(result);
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
