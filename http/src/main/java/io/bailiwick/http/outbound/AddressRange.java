package io.bailiwick.http.outbound;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Addresses that begin alike (CIDR).
 *
 * @param text as it was given
 * @param address 4 or 16 bytes
 * @param bits that all have in common, 0 to 32 or 128
 */
record AddressRange(String text, byte[] address, int bits) {

  /**
   * Blocked whatever operators decide: nobody's own address (this network, groups, reserved ones,
   * and none), what a provider's customers share, and links of IPv6.
   */
  static final List<AddressRange> NEVER =
      List.of(
          of("0.0.0.0/8").orElseThrow(),
          of("100.64.0.0/10").orElseThrow(),
          of("224.0.0.0/4").orElseThrow(),
          of("240.0.0.0/4").orElseThrow(),
          of("::/128").orElseThrow(),
          of("fe80::/10").orElseThrow(),
          of("ff00::/8").orElseThrow());

  private static final int IPV4_BYTES = 4;

  /** The range that {@code text} is, such as {@code 10.0.0.0/8} or {@code fc00::/7}. */
  static Optional<AddressRange> of(String text) {
    Matcher parts = Form.RANGE.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      // Never looked up: only literals are taken.
      byte[] address = InetAddress.ofLiteral(parts.group("address")).getAddress();
      int bits = Integer.parseInt(parts.group("bits"));
      return bits <= address.length * Byte.SIZE
          ? Optional.of(new AddressRange(text, address, bits))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      // It looks like an address and is none, which is all there is to say of it.
      return Optional.empty();
    }
  }

  /** Initialized before the constants that need it. */
  private static final class Form {
    static final Pattern RANGE =
        Pattern.compile(
            "(?<address>[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)/(?<bits>[0-9]{1,3})");
  }

  /** Whether {@code other} is one of them, itself or as the IPv4 address that it stands for. */
  boolean contains(InetAddress other) {
    return forms(other.getAddress()).stream().anyMatch(this::containsBytes);
  }

  private boolean containsBytes(byte[] other) {
    if (other.length != address.length) {
      return false;
    }
    int whole = bits / Byte.SIZE;
    int rest = bits % Byte.SIZE;
    if (Arrays.mismatch(address, 0, whole, other, 0, whole) >= 0) {
      return false;
    }
    int shift = Byte.SIZE - rest;
    return rest == 0 || (address[whole] & 0xFF) >> shift == (other[whole] & 0xFF) >> shift;
  }

  /**
   * An address, and the IPv4 address that is inside of it: mapped or compatible ones, those of
   * translators (64:ff9b::/96), and those of 6to4.
   */
  private static List<byte[]> forms(byte[] address) {
    List<byte[]> forms = new ArrayList<>();
    forms.add(address);
    if (address.length != IPV4_BYTES) {
      if (isMapped(address) || isTranslated(address)) {
        forms.add(Arrays.copyOfRange(address, 12, 16));
      }
      if (address[0] == 0x20 && address[1] == 0x02) {
        forms.add(Arrays.copyOfRange(address, 2, 6));
      }
    }
    return forms;
  }

  private static boolean isMapped(byte[] address) {
    boolean isCompatible = isZero(address, 0, 12);
    boolean isMapped =
        isZero(address, 0, 10) && address[10] == (byte) 0xFF && address[11] == (byte) 0xFF;
    return isCompatible || isMapped;
  }

  private static boolean isTranslated(byte[] address) {
    return address[0] == 0
        && address[1] == 0x64
        && address[2] == (byte) 0xFF
        && address[3] == (byte) 0x9B
        && isZero(address, 4, 12);
  }

  private static boolean isZero(byte[] address, int from, int to) {
    for (int i = from; i < to; i++) {
      if (address[i] != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AddressRange range && range.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
