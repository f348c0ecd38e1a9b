package io.bailiwick.webhook.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.config.Secret;
import io.bailiwick.webhook.WebhookCredentials;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WebhookVaultTest {

  private static WebhookVault vault(int fill) {
    byte[] key = new byte[32];
    java.util.Arrays.fill(key, (byte) fill);
    return new WebhookVault(new Secret(Base64.getEncoder().encodeToString(key)));
  }

  @Test
  void opensWhatItHasSealedInItsPlaceOnly() throws Exception {
    String sealed = vault(1).seal("whsec_x", "whsub_1/");

    assertThat(sealed).startsWith("enc:").doesNotContain("whsec");
    assertThat(vault(1).open(sealed, "whsub_1/")).isEqualTo("whsec_x");
    assertThat(vault(1).seal("whsec_x", "whsub_1/")).isNotEqualTo(sealed);
    assertThatThrownBy(() -> vault(1).open(sealed, "whsub_2/"))
        .isInstanceOf(WebhookVault.NotOpened.class);
    assertThatThrownBy(() -> vault(2).open(sealed, "whsub_1/"))
        .isInstanceOf(WebhookVault.NotOpened.class);
  }

  @Test
  void neverTakesWhatIsNotSealedForPlainText() {
    for (String text : new String[] {"", "whsec_x", "enc:", "enc:!!", "enc:AAAA"}) {
      assertThatThrownBy(() -> vault(1).open(text, "p"))
          .as(text)
          .isInstanceOf(WebhookVault.NotOpened.class);
    }
  }

  @Test
  void aChangedByteIsNoticed() {
    byte[] sealed = Base64.getDecoder().decode(vault(1).seal("whsec_x", "p").substring(4));
    sealed[sealed.length - 1] ^= 1;
    assertThatThrownBy(
            () -> vault(1).open("enc:" + Base64.getEncoder().encodeToString(sealed), "p"))
        .isInstanceOf(WebhookVault.NotOpened.class);
  }

  @Test
  void headersKeepTheirNamesInTheClearAndTheirValuesSealed() throws Exception {
    WebhookCredentials plain =
        new WebhookCredentials("s3cret", new TreeMap<>(Map.of("X-B", "two", "X-A", "one")));
    SealedCredentials sealed = SealedCredentials.seal(plain, "whsub_1", vault(1));

    assertThat(sealed.headerNames()).containsExactly("X-A", "X-B");
    assertThat(sealed.headers() + sealed.signingSecret())
        .doesNotContain("one")
        .doesNotContain("two")
        .doesNotContain("s3cret");
    assertThat(sealed.open("whsub_1", vault(1))).isEqualTo(plain);
  }

  @Test
  void aKeyHas32Bytes() {
    assertThatThrownBy(() -> new WebhookVault(new Secret("AAAA")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32");
  }
}
