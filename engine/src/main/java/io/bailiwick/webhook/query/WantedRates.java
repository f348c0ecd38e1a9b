package io.bailiwick.webhook.query;

import io.bailiwick.record.RateKind;
import io.bailiwick.record.RateTerms;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * From when on subscriptions want to be told that there are too many, at one moment: the protocol's
 * terms for everybody, and what ACTIVE subscriptions to these events name besides.
 */
public final class WantedRates {

  /**
   * Of one tenant and kind. Those of the protocol are the first of them, then the operators', then
   * those of the tenant's own with the shortest windows.
   */
  static final int TERMS_MAX = 8;

  private final Map<RateKind, OwnThresholds.Wanted<RateTerms>> wanted =
      new EnumMap<>(RateKind.class);

  private WantedRates() {}

  /** As the table has it. */
  public static WantedRates read(Connection connection) throws SQLException {
    WantedRates rates = new WantedRates();
    // All names of rates but those of burn rates have it in them.
    List<OwnThresholds> found = OwnThresholds.naming(connection, "%rate_");
    for (RateKind kind : RateKind.values()) {
      rates.wanted.put(
          kind,
          OwnThresholds.wanted(
              List.of(kind.protocol()),
              found.stream().filter(one -> one.selects(kind.told())).toList(),
              thresholds -> StoredThresholds.rate(thresholds, kind),
              TERMS_MAX));
    }
    return rates;
  }

  /** Of one tenant, in one window. */
  public List<RateTerms> of(RateKind kind, String tenant, int windowS) {
    return wanted.get(kind).of(tenant).stream()
        .filter(terms -> terms.windowS() == windowS)
        .toList();
  }

  /** Whether every tenant is watched in that window. */
  public boolean isOfAll(RateKind kind, int windowS) {
    return wanted.get(kind).ofAll().stream().anyMatch(terms -> terms.windowS() == windowS);
  }

  /** The tenants that have terms of their own in that window. */
  public Set<String> owners(RateKind kind, int windowS) {
    return wanted.get(kind).byTenant().entrySet().stream()
        .filter(one -> one.getValue().stream().anyMatch(terms -> terms.windowS() == windowS))
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** All windows that anybody is watched in, the shortest first. */
  public Set<Integer> windowsS() {
    return wanted.values().stream()
        .flatMap(
            of ->
                Stream.concat(
                    of.ofAll().stream(), of.byTenant().values().stream().flatMap(List::stream)))
        .map(RateTerms::windowS)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
