package io.bailiwick.config;

import com.typesafe.config.Config;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What all nodes of a cluster must have the same, as texts that can be sent and shown: compared
 * when a node joins. A secret is there as a hash. Immutable.
 *
 * @param values by key, relative to {@code bailiwick}
 */
public record AgreedSettings(SortedMap<String, String> values) {

  /** Where the actor system's configuration has them. */
  private static final String PATH = "bailiwick-agreed";

  /**
   * Which database it is. Once the store is open, what it says of itself stands in the place of the
   * URL: the way to one database may differ from node to node, and two may have the same name.
   */
  public static final String STORE = "store.url";

  /** Form in which a node stores what it writes; see {@link #FORMAT_READ}. */
  public static final String FORMAT_WRITTEN = "store.journal-format";

  /** The latest form that a node can read. No setting: a property of its version. */
  public static final String FORMAT_READ = "journal-format-read";

  /**
   * Marked cluster-wide and yet not compared: how nodes find each other and who operates them
   * changes node by node, and no answer depends on it.
   */
  static final Set<String> NOT_COMPARED =
      Set.of(
          "cluster.enabled",
          "cluster.discovery",
          "cluster.seed-nodes",
          "cluster.contact-points",
          "cluster.service-name",
          "cluster.pod-namespace",
          "cluster.contact-points-min",
          "auth.admin-key");

  /** All that is compared, whatever the values. */
  public static final Set<String> KEYS =
      Set.of(
          "placement.shards",
          "placement.books-per-tenant",
          "store.kind",
          STORE,
          FORMAT_WRITTEN,
          FORMAT_READ,
          "store.journal-retention",
          "auth.key-pepper",
          "auth.key-lease",
          "auth.rotation-overlap",
          "auth.rotation-overlap-max",
          "webhook.secret-key",
          "webhook.delivery-retention",
          "reservation.idempotency-retention",
          "reservation.terminal-retention",
          "reservation.default-ttl",
          "reservation.max-ttl",
          "reservation.default-grace",
          "tenant.hard-suspension",
          "record.audit-retention",
          "record.unauthenticated-retention",
          "record.event-retention",
          "record.decisions",
          "record.decision-retention");

  /** Enough to tell two secrets apart, and nothing to find one by. */
  private static final int HASH_CHARACTERS = 12;

  public AgreedSettings {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
  }

  /** Those in the configuration of an actor system, or in the part of it that another node sent. */
  public static AgreedSettings in(Config config) {
    SortedMap<String, String> values = new TreeMap<>();
    for (String key : KEYS) {
      if (config.hasPath(path(key))) {
        values.put(key, config.getString(path(key)));
      }
    }
    return new AgreedSettings(values);
  }

  /** Of a key, in the configuration of the actor system. */
  public static String path(String key) {
    return PATH + '.' + key;
  }

  /** Of a node with these settings. */
  public static AgreedSettings of(Settings settings) {
    ReservationSettings reservation = settings.reservation();
    SortedMap<String, String> values = new TreeMap<>();
    values.put("placement.shards", Integer.toString(settings.placement().shards()));
    values.put(
        "placement.books-per-tenant", Integer.toString(settings.placement().booksPerTenant()));
    values.put("store.kind", SettingReader.written(settings.store().kind()));
    values.put(STORE, withoutParameters(settings.store().url()));
    values.put(FORMAT_WRITTEN, Integer.toString(settings.store().journalFormat()));
    values.put(FORMAT_READ, Integer.toString(StoreSettings.JOURNAL_FORMAT_MAX));
    values.put("store.journal-retention", text(settings.store().journalRetention()));
    values.put("auth.key-pepper", hash(settings.auth().keyPepper()));
    values.put("auth.key-lease", text(settings.auth().keyLease()));
    values.put("auth.rotation-overlap", text(settings.auth().rotationOverlap()));
    values.put("auth.rotation-overlap-max", text(settings.auth().rotationOverlapMax()));
    values.put("webhook.secret-key", hash(settings.webhook().secretKey()));
    values.put("webhook.delivery-retention", text(settings.webhook().deliveryRetention()));
    values.put("reservation.idempotency-retention", text(reservation.idempotencyRetention()));
    values.put("reservation.terminal-retention", text(reservation.terminalRetention()));
    values.put("reservation.default-ttl", text(reservation.defaultTtl()));
    values.put("reservation.max-ttl", text(reservation.maxTtl()));
    values.put("reservation.default-grace", text(reservation.defaultGrace()));
    values.put("tenant.hard-suspension", Boolean.toString(settings.tenant().hardSuspension()));
    values.put("record.audit-retention", text(settings.record().auditRetention()));
    values.put(
        "record.unauthenticated-retention", text(settings.record().unauthenticatedRetention()));
    values.put("record.event-retention", text(settings.record().eventRetention()));
    values.put("record.decisions", Boolean.toString(settings.record().decisions()));
    values.put("record.decision-retention", text(settings.record().decisionRetention()));
    return new AgreedSettings(values);
  }

  /**
   * Keys on which a node with those {@code there} must not work with this one. What only one of the
   * two knows belongs to a later version, which takes care of itself.
   *
   * @return key to both values, in words
   */
  public SortedMap<String, String> disagreements(AgreedSettings there) {
    Map<String, String> others = there.values;
    SortedMap<String, String> found = new TreeMap<>();
    values.forEach(
        (key, own) -> {
          String other = others.get(key);
          if (other != null && !own.equals(other) && isCompared(key)) {
            found.put(key, "is %s here and %s there".formatted(own, other));
          }
        });
    if (!reads(values, others)) {
      found.put(FORMAT_WRITTEN, cannotRead("there", others, "here", values));
    }
    if (!reads(others, values)) {
      found.put(FORMAT_WRITTEN, cannotRead("here", values, "there", others));
    }
    return found;
  }

  /** The two of the journal's form are not the same on all nodes while a later form is taken up. */
  private static boolean isCompared(String key) {
    return !key.equals(FORMAT_WRITTEN) && !key.equals(FORMAT_READ);
  }

  private static boolean reads(Map<String, String> reader, Map<String, String> writer) {
    String read = reader.get(FORMAT_READ);
    String written = writer.get(FORMAT_WRITTEN);
    return read == null || written == null || Integer.parseInt(read) >= Integer.parseInt(written);
  }

  private static String cannotRead(
      String writes, Map<String, String> writer, String reads, Map<String, String> reader) {
    return "is %s %s, and what runs %s reads no later one than %s"
        .formatted(writer.get(FORMAT_WRITTEN), writes, reads, reader.get(FORMAT_READ));
  }

  /** Without parameters: they are of this node's driver, and a password may be among them. */
  private static String withoutParameters(String url) {
    int parameters = url.indexOf('?');
    return parameters < 0 ? url : url.substring(0, parameters);
  }

  private static String text(Duration duration) {
    return SettingText.duration(duration);
  }

  private static String hash(Secret secret) {
    if (secret.isEmpty()) {
      return "none";
    }
    try {
      byte[] bytes = ("bailiwick agreed " + secret.value()).getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return "hash:" + HexFormat.of().formatHex(digest).substring(0, HASH_CHARACTERS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
