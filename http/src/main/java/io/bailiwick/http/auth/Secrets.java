package io.bailiwick.http.auth;

import io.bailiwick.config.AuthSettings;
import io.bailiwick.config.Secret;
import io.bailiwick.config.WebhookSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The admin key and the pepper: as set, else as an earlier start made them, else made now and kept
 * in files that only their owner can read.
 *
 * @param adminKeyIsNew it was made just now, and this is the time to show it
 */
public record Secrets(Secret adminKey, boolean adminKeyIsNew, Secret pepper) {
  /** 192 bits, 32 characters. */
  private static final int SECRET_BYTES = 24;

  private static final String DERIVATION = "HmacSHA256";

  private static final String OWNER_ONLY = "rw-------";

  /**
   * The secrets of this server.
   *
   * @param folder where they are kept; exists
   * @throws UncheckedIOException when they cannot be read or kept
   */
  public static Secrets of(AuthSettings settings, Path folder) {
    Path adminFile = folder.resolve("admin-key");
    Path pepperFile = folder.resolve("key-pepper");
    boolean isNew = settings.adminKey().isEmpty() && !Files.exists(adminFile);
    return new Secrets(
        setOrKept(settings.adminKey(), adminFile),
        isNew,
        setOrKept(settings.keyPepper(), pepperFile));
  }

  /**
   * What webhooks' secrets are encrypted with: as set, else made from the pepper, so that there is
   * one secret to keep and not two. Base64 of 32 bytes.
   */
  public Secret webhookKey(WebhookSettings webhook) {
    if (!webhook.secretKey().isEmpty()) {
      return webhook.secretKey();
    }
    try {
      Mac mac = Mac.getInstance(DERIVATION);
      mac.init(new SecretKeySpec(pepper.value().getBytes(StandardCharsets.UTF_8), DERIVATION));
      byte[] key = mac.doFinal("bailiwick webhook secrets".getBytes(StandardCharsets.UTF_8));
      return new Secret(Base64.getEncoder().encodeToString(key));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + DERIVATION, e);
    }
  }

  private static Secret setOrKept(Secret set, Path file) {
    if (!set.isEmpty()) {
      return set;
    }
    try {
      if (!Files.exists(file)) {
        make(file);
      }
      return new Secret(Files.readString(file).strip());
    } catch (IOException e) {
      throw new UncheckedIOException("the secret in " + file + " cannot be used: " + e, e);
    }
  }

  /** Whole or not at all: a start that was cut off must not leave half of a secret. */
  private static void make(Path file) throws IOException {
    byte[] random = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(random);
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    Files.createFile(
        draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(OWNER_ONLY)));
    Files.writeString(
        draft,
        Base64.getUrlEncoder().withoutPadding().encodeToString(random) + "\n",
        StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
