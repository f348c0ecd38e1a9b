package io.bailiwick.http.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What an idempotency key stands for: SHA-256 of the canonical request, as hex. */
final class PayloadHash {

  /** Only ever cloned: to find one costs more. */
  private static final MessageDigest PROTOTYPE = prototype();

  private PayloadHash() {}

  /**
   * The hash of a request.
   *
   * @param body with its defaults filled in
   */
  static String of(ObjectNode body) {
    try {
      MessageDigest sha256 = (MessageDigest) PROTOTYPE.clone();
      return HexFormat.of()
          .formatHex(sha256.digest(Members.canonical(body).getBytes(StandardCharsets.UTF_8)));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("every JDK can clone its SHA-256", e);
    }
  }

  private static MessageDigest prototype() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
