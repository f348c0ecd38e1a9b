package io.bailiwick.webhook.query;

import io.bailiwick.record.EventType;
import io.bailiwick.webhook.WebhookOwner;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What an ACTIVE subscription to alarms says of its own.
 *
 * @param owner whose it is
 * @param thresholds as they are stored
 */
record OwnThresholds(String owner, Set<String> types, Set<String> categories, String thresholds) {

  private static final String SELECT =
      "SELECT tenant, event_types, event_categories, thresholds FROM webhook WHERE thresholds IS"
          + " NOT NULL AND status = 'ACTIVE' AND thresholds LIKE ?";

  /**
   * Those that say anything of what has such a name.
   *
   * @param member of the thresholds, or how its name begins
   */
  static List<OwnThresholds> naming(Connection connection, String member) throws SQLException {
    List<OwnThresholds> found = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(SELECT)) {
      select.setString(1, "%\"" + member + '%');
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(
              new OwnThresholds(
                  row.getString("tenant"),
                  words(row.getString("event_types")),
                  words(row.getString("event_categories")),
                  row.getString("thresholds")));
        }
      }
    }
    return found;
  }

  boolean selects(EventType type) {
    return types.contains(type.text()) || categories.contains(type.category().text());
  }

  /**
   * What is watched for, tenant by tenant.
   *
   * @param ofAll what every tenant is watched for
   * @param byTenant what those are watched for of whom somebody wants more, that included
   */
  record Wanted<T>(List<T> ofAll, Map<String, List<T>> byTenant) {

    List<T> of(String tenant) {
      return byTenant.getOrDefault(tenant, ofAll);
    }
  }

  /**
   * What is wanted of all, and by whom: first what is watched for everybody, then what the
   * operators want, then what a tenant itself wants, each in its order, and of a tenant no more
   * than {@code max}.
   *
   * @param given of those whose subscriptions select the event
   */
  static <T extends Comparable<T>> Wanted<T> wanted(
      List<T> always, Collection<OwnThresholds> given, Function<String, T> read, int max) {
    Map<String, TreeSet<T>> wanted = new HashMap<>();
    given.forEach(
        one ->
            wanted
                .computeIfAbsent(one.owner(), owner -> new TreeSet<>())
                .add(read.apply(one.thresholds())));
    List<T> ofAll =
        bounded(always, wanted.getOrDefault(WebhookOwner.SYSTEM_TEXT, new TreeSet<>()), max);
    Map<String, List<T>> byTenant = new HashMap<>();
    wanted.forEach(
        (owner, terms) -> {
          List<T> bounded = bounded(ofAll, terms, max);
          if (!bounded.equals(ofAll)) {
            byTenant.put(owner, bounded);
          }
        });
    return new Wanted<>(ofAll.equals(always) ? always : ofAll, Map.copyOf(byTenant));
  }

  private static <T> List<T> bounded(List<T> first, Set<T> others, int max) {
    List<T> all = new ArrayList<>(first);
    others.stream()
        .filter(other -> !first.contains(other))
        .limit(Math.max(0, max - first.size()))
        .forEach(all::add);
    return List.copyOf(all);
  }

  private static Set<String> words(String joined) {
    return Arrays.stream(joined.split(" ")).collect(Collectors.toSet());
  }
}
