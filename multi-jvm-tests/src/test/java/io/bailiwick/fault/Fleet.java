package io.bailiwick.fault;

import io.bailiwick.harness.Agent;
import io.bailiwick.harness.ServerProcess;
import io.bailiwick.harness.Tenancy;
import io.bailiwick.harness.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A few tenants that many clients work for, so that some scopes are contended and others are not.
 *
 * @param tenancies by id
 * @param allocated what each ledger had at first, by scope
 */
record Fleet(Map<String, Tenancy> tenancies, Map<String, Long> allocated) {
  private static final int TENANTS = 4;

  /** For what is done for all of them at once. */
  static final Duration WITHIN = Duration.ofSeconds(60);

  /** The smallest ones run dry now and then, so that refusals are part of the load. */
  private static final Map<String, Long> LEDGERS =
      Map.of(
          "", 300_000L,
          "app:chat", 200_000L,
          "app:chat/agent:a", 100_000L,
          "app:chat/agent:b", 2_000L,
          "app:mail", 40_000L);

  /** Where clients work. */
  static final List<String> PATHS =
      List.of("app:chat/agent:a", "app:chat/agent:b", "app:chat", "app:mail/agent:c", "");

  static Fleet on(ServerProcess server) {
    Map<String, Tenancy> tenancies = new LinkedHashMap<>();
    Map<String, Long> allocated = new TreeMap<>();
    for (Tenancy tenancy :
        Workers.start(TENANTS, number -> Tenancy.with(server.operator(), LEDGERS)).await(WITHIN)) {
      tenancies.put(tenancy.id(), tenancy);
      LEDGERS.forEach((below, amount) -> allocated.put(tenancy.scope(below), amount));
    }
    return new Fleet(tenancies, allocated);
  }

  /** The same tenants, asked for at a server that was started again. */
  Fleet after(ServerProcess restarted) {
    Map<String, Tenancy> moved = new LinkedHashMap<>();
    tenancies.forEach(
        (id, tenancy) ->
            moved.put(
                id,
                new Tenancy(
                    id,
                    restarted.operator(),
                    new Agent(restarted.client(), id, tenancy.agent().secret()))));
    return new Fleet(moved, allocated);
  }

  Tenancy of(int number) {
    return new ArrayList<>(tenancies.values()).get(number % tenancies.size());
  }
}
