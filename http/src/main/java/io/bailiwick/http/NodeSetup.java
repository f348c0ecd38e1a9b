package io.bailiwick.http;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.bailiwick.config.Settings;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.setup.Setup;

/** What the actor system knows of the server around it. Made before everything else. */
final class NodeSetup extends Setup {

  /** Of classes that were never packaged. */
  private static final String NO_VERSION = "0.0.0";

  private final AtomicBoolean isServing = new AtomicBoolean();

  /** Whether this node wants requests: from its readiness to the first moment of its stop. */
  AtomicBoolean isServing() {
    return isServing;
  }

  /** With the version of this build, so that shards do not move to nodes of an earlier one. */
  static Config pekkoConfig(Settings settings) {
    return ConfigFactory.parseMap(Map.of("pekko.cluster.app-version", version()), "build")
        .withFallback(settings.pekkoConfig());
  }

  /** What others are told of who calls them. */
  static String product() {
    return "bailiwick/" + version();
  }

  private static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse(NO_VERSION);
  }
}
