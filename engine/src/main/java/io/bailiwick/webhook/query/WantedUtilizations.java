package io.bailiwick.webhook.query;

import io.bailiwick.query.Reads;
import io.bailiwick.record.EventCategory;
import io.bailiwick.record.EventType;
import io.bailiwick.scope.Utilization;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.webhook.WebhookOwner;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * From which utilizations on subscriptions want to be told, in memory: those of the protocol for
 * everybody, and what ACTIVE subscriptions to these events name besides. As old as the last {@link
 * #refresh}. Thread-safe; never blocks.
 */
public final class WantedUtilizations {

  /**
   * Of one tenant; each is compared at every move of a ledger. Those that are watched for everybody
   * are among them, then the operators', then the lowest of the tenant's own.
   */
  static final int UTILIZATIONS_MAX = 100;

  /** Through an index of those that say anything, in its order: the others cost nothing. */
  static final String SELECT =
      "SELECT tenant, event_types, event_categories, thresholds FROM webhook WHERE thresholds IS"
          + " NOT NULL AND status = 'ACTIVE' ORDER BY tenant, subscription_id";

  private final Reads reads;
  private volatile Known known;

  /**
   * @param ofAll what every tenant is watched for
   * @param byTenant what those are watched for of which somebody wants more, that included
   */
  private record Known(List<Integer> ofAll, Map<String, List<Integer>> byTenant) {}

  public WantedUtilizations(Reads reads) {
    this.reads = reads;
  }

  /** Of one tenant, in millionths, ascending; null before the first refresh. */
  public List<Integer> of(TenantId tenant) {
    Known now = known;
    return now == null ? null : now.byTenant().getOrDefault(tenant.value(), now.ofAll());
  }

  /** Looks again. */
  public CompletionStage<Void> refresh() {
    return reads.ask(WantedUtilizations::read).thenAccept(this::know);
  }

  private void know(Map<String, TreeSet<Integer>> wanted) {
    List<Integer> all =
        bounded(
            Utilization.THRESHOLDS, wanted.getOrDefault(WebhookOwner.SYSTEM_TEXT, new TreeSet<>()));
    Map<String, List<Integer>> byTenant = new HashMap<>();
    wanted.forEach((owner, utilizations) -> byTenant.put(owner, bounded(all, utilizations)));
    known = new Known(all.equals(Utilization.THRESHOLDS) ? Utilization.THRESHOLDS : all, byTenant);
  }

  /** All of the first, and as many of the others as there is room for, ascending. */
  private static List<Integer> bounded(List<Integer> always, TreeSet<Integer> others) {
    TreeSet<Integer> bounded = new TreeSet<>(always);
    others.stream()
        .filter(other -> !bounded.contains(other))
        .limit(UTILIZATIONS_MAX - always.size())
        .toList()
        .forEach(bounded::add);
    return List.copyOf(bounded);
  }

  private static Map<String, TreeSet<Integer>> read(Connection connection) throws SQLException {
    Map<String, TreeSet<Integer>> wanted = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(SELECT);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        boolean isSubscribed =
            names(row.getString("event_types"), EventType.BUDGET_THRESHOLD_CROSSED.text())
                || names(row.getString("event_categories"), EventCategory.BUDGET.text());
        if (isSubscribed) {
          wanted
              .computeIfAbsent(row.getString("tenant"), owner -> new TreeSet<>())
              .addAll(StoredThresholds.utilizations(row.getString("thresholds")));
        }
      }
    }
    return wanted;
  }

  private static boolean names(String words, String word) {
    return Arrays.stream(words.split(" ")).collect(Collectors.toSet()).contains(word);
  }
}
