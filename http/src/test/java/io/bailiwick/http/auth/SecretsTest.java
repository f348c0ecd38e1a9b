package io.bailiwick.http.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.config.AuthSettings;
import io.bailiwick.config.Secret;
import io.bailiwick.config.WebhookSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  private static final AuthSettings NOTHING_SET = settings("", "");

  @TempDir private Path folder;

  private static AuthSettings settings(String adminKey, String pepper) {
    return new AuthSettings(
        Duration.ZERO,
        10,
        Duration.ofSeconds(10),
        Duration.ZERO,
        Duration.ZERO,
        0,
        new Secret(adminKey),
        new Secret(pepper));
  }

  @Test
  void areMadeOnceAndKeptForTheirOwner() throws IOException {
    Secrets first = Secrets.of(NOTHING_SET, folder);
    assertThat(first.adminKeyIsNew()).isTrue();
    assertThat(first.adminKey().value()).hasSize(32).isNotEqualTo(first.pepper().value());

    Secrets second = Secrets.of(NOTHING_SET, folder);
    assertThat(second.adminKeyIsNew()).isFalse();
    assertThat(second.adminKey()).isEqualTo(first.adminKey());
    assertThat(second.pepper()).isEqualTo(first.pepper());
    for (String name : new String[] {"admin-key", "key-pepper"}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void areTakenFromTheSettings() {
    Secrets secrets = Secrets.of(settings("operators", "p".repeat(32)), folder);
    assertThat(secrets.adminKey().value()).isEqualTo("operators");
    assertThat(secrets.adminKeyIsNew()).isFalse();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theKeyOfWebhooksIsAsSetOrFollowsFromThePepper() {
    Secrets secrets = Secrets.of(settings("operators", "p".repeat(32)), folder);
    Secrets others = Secrets.of(settings("operators", "q".repeat(32)), folder);
    String derived = secrets.webhookKey(webhook("")).value();
    assertThat(Base64.getDecoder().decode(derived)).hasSize(32);
    assertThat(secrets.webhookKey(webhook("")).value()).isEqualTo(derived);
    assertThat(others.webhookKey(webhook("")).value()).isNotEqualTo(derived);
    assertThat(secrets.webhookKey(webhook("set")).value()).isEqualTo("set");
  }

  private static WebhookSettings webhook(String key) {
    return new WebhookSettings(new Secret(key), Duration.ZERO, Duration.ZERO, Duration.ZERO);
  }
}
