package io.bailiwick.apikey.query;

import io.bailiwick.config.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes secrets and what is kept of them. A secret has 192 random bits, so nobody can guess it from
 * its HMAC, and a slow hash would only make requests slow. Thread-safe.
 */
final class KeySecrets {

  private static final String LIVE = "cyc_live_";
  private static final Pattern FORM = Pattern.compile("cyc_(live|test)_[A-Za-z0-9_-]{32}");
  private static final int SECRET_BYTES = 24;
  private static final int ID_BYTES = 8;
  private static final int PREFIX_LENGTH = 14;
  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec pepper;
  private final SecureRandom random = new SecureRandom();

  KeySecrets(Secret pepper) {
    this.pepper = new SecretKeySpec(pepper.value().getBytes(StandardCharsets.UTF_8), ALGORITHM);
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
    return FORM.matcher(text).matches();
  }

  /** What a secret is looked up by. */
  static String prefix(String secret) {
    return secret.substring(0, PREFIX_LENGTH);
  }

  byte[] hash(String secret) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(pepper);
      return mac.doFinal(secret.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
