package io.bailiwick.entity;

import com.typesafe.config.Config;
import io.bailiwick.config.AgreedSettings;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.ConfigValidation;
import org.apache.pekko.cluster.Invalid;
import org.apache.pekko.cluster.JoinConfigCompatChecker;
import org.apache.pekko.cluster.Valid$;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Compares what nodes must agree on when one joins. Made by the cluster, and asked on both sides:
 * by a member of which a node wants to be let in, and then by that node of what the member
 * answered. Thread-safe.
 *
 * <p>A member that says no does not say why. So a member lets a node judge itself that sends all
 * that is compared, and hence runs this very check: it then names keys and values in its own log,
 * and stops. Any other node is refused by the member.
 */
public final class AgreedSettingsChecker extends JoinConfigCompatChecker {

  private static final Logger LOG = LoggerFactory.getLogger(AgreedSettingsChecker.class);

  /** Addresses of the members in this process; one, other than in tests. */
  private static final Set<String> MEMBERS = ConcurrentHashMap.newKeySet();

  /** From here on the node of {@code system} answers for its cluster. */
  static void isMember(ActorSystem<?> system) {
    String address = address(system.settings().config());
    MEMBERS.add(address);
    system.getWhenTerminated().whenComplete((done, cause) -> MEMBERS.remove(address));
  }

  @Override
  public Seq<String> requiredKeys() {
    List<String> paths = AgreedSettings.KEYS.stream().map(AgreedSettings::path).sorted().toList();
    return CollectionConverters.asScala(paths).toList();
  }

  @Override
  public ConfigValidation check(Config toCheck, Config actualConfig) {
    AgreedSettings own = AgreedSettings.in(actualConfig);
    AgreedSettings others = AgreedSettings.in(toCheck);
    List<String> found =
        own.disagreements(others).entrySet().stream()
            .map(entry -> "bailiwick.%s %s".formatted(entry.getKey(), entry.getValue()))
            .toList();
    if (found.isEmpty()) {
      return Valid$.MODULE$;
    }
    if (MEMBERS.contains(address(actualConfig)) && judgesItself(others)) {
      LOG.warn("a node that does not agree with this cluster wants to join it: {}", found);
      return Valid$.MODULE$;
    }
    LOG.error("the settings of this node and of its cluster do not agree: {}", found);
    return new Invalid(CollectionConverters.asScala(found).toList());
  }

  private static boolean judgesItself(AgreedSettings others) {
    return others.values().keySet().equals(AgreedSettings.KEYS);
  }

  private static String address(Config config) {
    Config canonical = config.getConfig("pekko.remote.artery.canonical");
    return canonical.getString("hostname") + ':' + canonical.getInt("port");
  }
}
