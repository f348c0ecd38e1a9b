package io.bailiwick.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** What can be measured, by name. */
enum Workload {
  W1(
      "one tenant, one ledger, 64 connections: lifecycles",
      session -> lifecycles(session, Report.W1, 64, one(session))),
  LIMIT("w1's requests at a bare route that answers without any work: lifecycles", Limit::run),
  W2(
      "one tenant, three levels, 100 agents, 64 connections: lifecycles",
      session -> lifecycles(session, "w2", 64, Site.ofThreeLevels(session.target(), 1, 100))),
  W3(
      "500 tenants of three levels, 64 connections: lifecycles",
      session -> lifecycles(session, "w3", 64, Site.ofThreeLevels(session.target(), 500, 1))),
  W4("64 connections at a budget that is used up: refusals, exactly", Exhaustion::run),
  W5("decide, events, balances, list over 100,000 reservations, 64 connections", Reads::run),
  W6(
      "one tenant, one connection: lifecycles",
      session -> lifecycles(session, "w6", 1, one(session))),
  W7("one tenant, 200 connections: reservations only, then lifecycles", Workload::fanOut),
  W8("w1 and w5's calls before and after a million finished lifecycles", Growth::run),
  W9("49 quiet tenants, alone and beside one with 50 times their load", NoisyNeighbour::run);

  private static final int FAN_OUT = 200;

  private final String what;
  private final Consumer<Session> measurement;

  Workload(String what, Consumer<Session> measurement) {
    this.what = what;
    this.measurement = measurement;
  }

  /** For people. */
  String what() {
    return what;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  void measure(Session session) {
    measurement.accept(session);
  }

  /** By names such as {@code w1}. */
  static Workload named(String name) {
    List<String> all = Arrays.stream(values()).map(Workload::label).toList();
    int at = all.indexOf(name.toLowerCase(Locale.ROOT));
    if (at < 0) {
      throw new IllegalArgumentException("there is no workload " + name + ", only " + all);
    }
    return values()[at];
  }

  private static Site one(Session session) {
    return Site.ofOneLevel(session.target(), 1, Site.PLENTY);
  }

  private static void lifecycles(Session session, String name, int connections, Site site) {
    session.measure(
        name,
        Operation.LIFECYCLE,
        session.plan(connections),
        site,
        () -> Turns.lifecycle(site.leaves()));
  }

  private static void fanOut(Session session) {
    Site held = one(session);
    session.measure(
        "w7 reserve only",
        Operation.RESERVE,
        session.plan(FAN_OUT),
        held,
        () -> Turns.reserve(held.leaves()));
    lifecycles(session, "w7 lifecycle", FAN_OUT, one(session));
  }
}
