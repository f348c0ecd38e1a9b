package io.bailiwick.apikey.query;

import io.bailiwick.config.Secret;
import io.bailiwick.text.Spelling;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes secrets and what is kept of them. A secret has 192 random bits, so nobody can guess it from
 * its HMAC, and a slow hash would only make requests slow. Thread-safe.
 */
final class KeySecrets {

  private static final String LIVE = "cyc_live_";
  private static final String TEST = "cyc_test_";
  private static final Spelling RANDOM = Spelling.of(32, 32, "A-Z", "a-z", "0-9", "_", "-");
  private static final int SECRET_BYTES = 24;
  private static final int ID_BYTES = 8;
  private static final int PREFIX_LENGTH = 14;
  private static final String ALGORITHM = "HmacSHA256";

  /** With the pepper, and only ever cloned: to find one and give it the key costs more. */
  private final Mac prototype;

  private final SecureRandom random = new SecureRandom();

  KeySecrets(Secret pepper) {
    try {
      prototype = Mac.getInstance(ALGORITHM);
      prototype.init(new SecretKeySpec(pepper.value().getBytes(StandardCharsets.UTF_8), ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  String newSecret() {
    return LIVE + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(SECRET_BYTES));
  }

  String newKeyId() {
    return "key_" + HexFormat.of().formatHex(bytes(ID_BYTES));
  }

  /** What tells apart the changes of a key. */
  String newChangeId() {
    return HexFormat.of().formatHex(bytes(ID_BYTES));
  }

  /** Whether {@code text} can be a secret at all. */
  static boolean isWellFormed(String text) {
    return (text.startsWith(LIVE) || text.startsWith(TEST))
        && RANDOM.fits(text, LIVE.length(), text.length());
  }

  /** What a secret is looked up by. */
  static String prefix(String secret) {
    return secret.substring(0, PREFIX_LENGTH);
  }

  byte[] hash(String secret) {
    try {
      Mac mac = (Mac) prototype.clone();
      return mac.doFinal(secret.getBytes(StandardCharsets.UTF_8));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("every JDK can clone its " + ALGORITHM, e);
    }
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
