package io.bailiwick.http.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What an idempotency key stands for: SHA-256 of the canonical request, as hex. */
final class PayloadHash {
  private PayloadHash() {}

  /**
   * The hash of a request.
   *
   * @param body with its defaults filled in
   */
  static String of(ObjectNode body) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(sha256.digest(Members.canonical(body).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
