package io.bailiwick.webhook.query;

import io.bailiwick.config.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts what a database must not give away: AES-256-GCM, {@code enc:} and Base64 of the nonce,
 * the ciphertext and its tag. What is sealed for one place opens nowhere else. Thread-safe.
 */
public final class WebhookVault {

  private static final String SEALED = "enc:";
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  /**
   * @param key Base64 of 32 bytes
   * @throws IllegalArgumentException when it is anything else
   */
  public WebhookVault(Secret key) {
    byte[] bytes = Base64.getDecoder().decode(key.value());
    if (bytes.length != KEY_BYTES) {
      throw new IllegalArgumentException("the key must have %d bytes".formatted(KEY_BYTES));
    }
    this.key = new SecretKeySpec(bytes, "AES");
  }

  /** It cannot be opened: it was sealed with another key, for another place, or is damaged. */
  static final class NotOpened extends Exception {
    private static final long serialVersionUID = 1L;

    NotOpened(Throwable cause) {
      super("sealed with another key, or damaged", cause);
    }
  }

  /**
   * @param place such as the id of a row and the name of a column
   */
  String seal(String plain, String place) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] sealed =
          cipher(Cipher.ENCRYPT_MODE, nonce, place).doFinal(plain.getBytes(StandardCharsets.UTF_8));
      byte[] whole =
          ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
      return SEALED + Base64.getEncoder().encodeToString(whole);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + CIPHER, e);
    }
  }

  /** What {@link #seal} was given for the same place. What is not sealed is never taken for it. */
  String open(String sealed, String place) throws NotOpened {
    try {
      if (!sealed.startsWith(SEALED)) {
        throw new GeneralSecurityException("not sealed");
      }
      ByteBuffer whole =
          ByteBuffer.wrap(Base64.getDecoder().decode(sealed.substring(SEALED.length())));
      if (whole.remaining() < NONCE_BYTES) {
        throw new GeneralSecurityException("too short");
      }
      byte[] nonce = new byte[NONCE_BYTES];
      byte[] text = new byte[whole.get(nonce).remaining()];
      whole.get(text);
      return new String(
          cipher(Cipher.DECRYPT_MODE, nonce, place).doFinal(text), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new NotOpened(e);
    }
  }

  private Cipher cipher(int mode, byte[] nonce, String place) throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(place.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }
}
