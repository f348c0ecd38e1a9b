package io.bailiwick.webhook.query;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Makes what is told apart by chance: ids, and signing secrets of 256 bits. Thread-safe. */
final class WebhookIds {

  /** Length of the mark of a change. */
  static final int MARK_LENGTH = 16;

  private static final int SECRET_BYTES = 32;

  private final SecureRandom random = new SecureRandom();

  String subscription() {
    return "whsub_" + hex(8);
  }

  String delivery() {
    return "del_" + hex(8);
  }

  String testEvent() {
    return "evt_test_" + hex(6);
  }

  String replay() {
    return "replay_" + hex(6);
  }

  String mark() {
    return hex(MARK_LENGTH / 2);
  }

  String signingSecret() {
    return "whsec_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(SECRET_BYTES));
  }

  private String hex(int count) {
    return HexFormat.of().formatHex(bytes(count));
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
