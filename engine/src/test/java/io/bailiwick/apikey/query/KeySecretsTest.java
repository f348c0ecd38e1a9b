package io.bailiwick.apikey.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySecretsTest {

  private static final String PEPPER = "pepper".repeat(6);

  private final KeySecrets secrets = new KeySecrets(new Secret(PEPPER));

  @Test
  void hashesAsTheAlgorithmSaysWhoeverElseDoesAtTheSameTime() {
    boolean areRight =
        IntStream.range(0, 2_000)
            .parallel()
            .mapToObj(i -> "cyc_live_" + i)
            .allMatch(secret -> Arrays.equals(secrets.hash(secret), hmac(secret)));

    assertThat(areRight).isTrue();
  }

  @Test
  void madeOnesAreWellFormed() {
    assertThat(KeySecrets.isWellFormed(secrets.newSecret())).isTrue();
    assertThat(KeySecrets.isWellFormed("cyc_test_0123456789abcdefghijABCDEFGHIJ_-")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "cyc_live_",
        "cyc_test_0123456789abcdefghijABCDEFGHIJ_",
        "cyc_live_0123456789abcdefghijABCDEFGHIJ_-x",
        "cyc_live_0123456789abcdefghijABCDEFGHIJ_=",
        "cyc_fake_0123456789abcdefghijABCDEFGHIJ_-"
      })
  void othersAreNot(String text) {
    assertThat(KeySecrets.isWellFormed(text)).isFalse();
  }

  private static byte[] hmac(String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(PEPPER.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return mac.doFinal(secret.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
