package io.bailiwick.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an operator may say to the actor system past the settings, and what not. */
class PekkoOptionsTest {
  private static final String NAME_SERVERS = "pekko.io.dns.async-dns.nameservers";
  private static final String STRATEGY = "pekko.cluster.split-brain-resolver.active-strategy";

  @AfterEach
  void forget() {
    System.clearProperty(NAME_SERVERS);
    System.clearProperty(STRATEGY);
    ConfigFactory.invalidateCaches();
  }

  private static Config config() {
    return Settings.load(Map.of(), Optional.empty()).pekkoConfig();
  }

  @Test
  void aPropertyChangesWhatOnlyTheLibraryHasAnOpinionOn() {
    String strategy = config().getString(STRATEGY);
    System.setProperty(NAME_SERVERS, "127.0.0.1:5353");
    System.setProperty(STRATEGY, "down-all");
    ConfigFactory.invalidateCaches();
    assertThat(config().getString(NAME_SERVERS)).isEqualTo("127.0.0.1:5353");
    assertThat(config().getString(STRATEGY)).isEqualTo(strategy).isNotEqualTo("down-all");
  }
}
