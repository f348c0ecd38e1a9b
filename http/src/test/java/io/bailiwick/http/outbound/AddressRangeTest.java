package io.bailiwick.http.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.webhook.WebhookSecurity;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

  private static final SecurityRules DEFAULT = SecurityRules.of(WebhookSecurity.DEFAULT);
  private static final SecurityRules NOTHING_BLOCKED =
      SecurityRules.of(new WebhookSecurity(List.of(), List.of(), true));

  /** As the network has it, whatever form a library would rather show. */
  private static InetAddress bytes(int... bytes) throws UnknownHostException {
    byte[] address = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      address[i] = (byte) bytes[i];
    }
    return InetAddress.getByAddress(address);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.1.2, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "10.9.9.9/8, 10.0.0.1, true",
    "172.16.0.0/12, 172.31.255.255, true",
    "172.16.0.0/12, 172.32.0.0, false",
    "192.0.2.7/32, 192.0.2.7, true",
    "192.0.2.7/32, 192.0.2.6, false",
    "0.0.0.0/0, 8.8.8.8, true",
    "fc00::/7, fdff::1, true",
    "fc00::/7, fe00::1, false",
    "::1/128, ::1, true",
    "::1/128, ::2, false",
    "::/0, 8.8.8.8, false",
    "2001:db8::/32, 2001:db8:1::5, true"
  })
  void anAddressIsInItOrNot(String range, String address, boolean isIn) {
    assertThat(AddressRange.of(range).orElseThrow().contains(InetAddress.ofLiteral(address)))
        .isEqualTo(isIn);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.255.0.1",
        "10.0.0.1",
        "172.20.0.1",
        "192.168.3.4",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "0.1.2.3",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fd00::1",
        "fe80::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "2002:c0a8:101::1"
      })
  void whatIsNoAddressOfTheOutsideIsNeverConnectedTo(String address) {
    assertThat(DEFAULT.objection(InetAddress.ofLiteral(address))).isPresent();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"8.8.8.8", "172.15.0.1", "100.63.0.1", "2606:4700::1111", "64:ff9b::808:808"})
  void whatIsOfTheOutsideIs(String address) {
    assertThat(DEFAULT.objection(InetAddress.ofLiteral(address))).isEmpty();
  }

  @Test
  void mappedBytesAreTheAddressThatTheyStandFor() throws UnknownHostException {
    InetAddress mapped = bytes(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF, 127, 0, 0, 1);
    assertThat(DEFAULT.objection(mapped)).isPresent();
  }

  @Test
  void operatorsMayOpenWhatIsBlockedButNotWhatIsNobodys() {
    assertThat(NOTHING_BLOCKED.objection(InetAddress.ofLiteral("127.0.0.1"))).isEmpty();
    for (String nobodys :
        List.of(
            "0.0.0.0", "100.64.0.1", "224.0.0.1", "255.255.255.255", "::", "fe80::1", "ff02::1")) {
      assertThat(NOTHING_BLOCKED.objection(InetAddress.ofLiteral(nobodys))).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10.0.0.0",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0/8",
        "10.0.0.256/8",
        "::1/129",
        "fe80::1%eth0/64",
        "localhost/8",
        "example.com/8",
        ":/8",
        "10.0.0.0/-1"
      })
  void whatIsNoRangeIsNone(String text) {
    assertThat(AddressRange.of(text)).isEmpty();
  }
}
