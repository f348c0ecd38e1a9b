package io.bailiwick.http.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.webhook.WebhookSecurity;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SecurityRulesTest {

  private static final SecurityRules DEFAULT = SecurityRules.of(WebhookSecurity.DEFAULT);

  private static SecurityRules allowing(String pattern) {
    return SecurityRules.of(new WebhookSecurity(List.of(), List.of(pattern), true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://a.example/x",
        "ftp://a.example/x",
        "file:///etc/passwd",
        "/x",
        "https:/x",
        "https:a.example",
        "https://user:pass@a.example/x",
        "https://user@a.example/x",
        "https://a.example:0/x",
        "https://a.example:65536/x"
      })
  void whatIsNoUrlOfAnEndpointIsRefused(String url) {
    assertThat(DEFAULT.objection(URI.create(url))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://a.example", "HTTPS://A.example:8443/x?y=z", "https://[2001:db8::1]/"})
  void anEndpointIsAllowed(String url) {
    assertThat(DEFAULT.objection(URI.create(url))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "https://*.example.com/*, https://a.example.com/x, true",
    "https://*.example.com/*, https://a.b.example.com/x?y=1, true",
    "https://*.example.com/*, https://A.EXAMPLE.COM/x, true",
    "https://*.example.com/*, https://evil.net/.example.com/x, false",
    "https://*.example.com/*, https://evil.net?.example.com/x, false",
    "https://*.example.com/*, https://example.com/x, false",
    "https://*.example.com/*, https://a.example.com.evil.net/x, false",
    "https://*.example.com/*, http://a.example.com/x, false",
    "https://*.example.com/*, https://a.example.com:8443/x, false",
    "https://*.example.com:*/*, https://a.example.com:8443/x, true",
    "https://a.example/hooks/*, https://a.example/hooks/1, true",
    "https://a.example/hooks/*, https://a.example/other, false",
    "https://a.example/, https://a.example, true",
    "https://a.example, https://a.example, true",
    "https://a.example, https://a.example/x, false",
    "https://*, https://a.example/x, true",
    "https://a.example/*a*a*a*b, https://a.example/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, false"
  })
  void aPatternMeansUrls(String pattern, String url, boolean isMeant) {
    assertThat(allowing(pattern).objection(URI.create(url)).isEmpty()).isEqualTo(isMeant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "*", "a.example/*", "ftp://a.example/*", "https://", "https:///x"})
  void whatIsNoPatternIsRefused(String pattern) {
    assertThatThrownBy(() -> allowing(pattern)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSignatureIsThatOfTheProtocol() {
    // RFC 4231, test case 2.
    assertThat(Signature.of("what do ya want for nothing?".getBytes(), "Jefe"))
        .isEqualTo("sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  }
}
