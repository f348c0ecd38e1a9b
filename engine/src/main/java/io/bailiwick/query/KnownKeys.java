package io.bailiwick.query;

import io.bailiwick.tenant.TenantId;
import io.bailiwick.time.Stopwatch;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spares look-ups of idempotency keys: of a tenant that asks often, a filter in memory has all keys
 * that the tables have, and most new ones are certainly not among them. What it is unsure of is
 * looked up, and so is everything while there is none.
 *
 * <p>Why it is right. A filter is read from the tables; from the moment before the first row is
 * read, each key that becomes durable here is added, before anybody is told of it. So it has all
 * that books of this node have written if they were here at that moment. What another owner wrote
 * before is among the rows; what it writes later keeps a book from ever writing again ({@code
 * docs/decisions/0118}). A book that has come later is not covered: it looks up until the tenant's
 * keys have been read again.
 *
 * <p>Thread-safe; never blocks. Bounded in bytes, in tenants, and in scans that run.
 */
public final class KnownKeys {

  private static final Logger LOG = LoggerFactory.getLogger(KnownKeys.class);

  /** Look-ups of one tenant that a filter would have spared, before one is made. */
  static final int ASKED_MIN = 64;

  /** Tenants with more keys in the tables have none: 16 MiB each, and seconds of reading. */
  static final int KEYS_MAX = 4_000_000;

  /** Room for as many keys again as there are, and for so many in any case. */
  private static final int SPARE_MIN = 1_000;

  /** Keys that are read in the time of one look-up, and some more. */
  private static final int KEYS_FOR_A_LOOK_UP = 128;

  /** Of whom anything is known, their filters apart: some megabytes. */
  private static final int TENANTS_MAX = 50_000;

  /** At once: they share their connections with lists. */
  private static final int SCANS_MAX = 2;

  /** How long nothing is tried after a scan that failed, or found too much. */
  private static final Duration REST = Duration.ofMinutes(1);

  private final Reads reads;
  private final long bytesMax;
  private final Map<TenantId, OfTenant> tenants = new ConcurrentHashMap<>();
  private final AtomicLong moments = new AtomicLong();
  private final AtomicInteger scans = new AtomicInteger();

  /**
   * @param reads for what may take long
   * @param bytesMax of all filters together
   */
  public KnownKeys(Reads reads, long bytesMax) {
    this.reads = reads;
    this.bytesMax = bytesMax;
  }

  /**
   * @param since keys of books that were here by then are all in it, or will be
   */
  private record Filled(KeyFilter filter, long since) {}

  private static final class OfTenant {
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicBoolean isScanned = new AtomicBoolean();

    /** The moment of the last question. */
    private volatile long askedAt;

    private volatile Stopwatch sinceFailure;
    private volatile Filled filling;
    private volatile Filled filled;

    boolean isIdle() {
      return !isScanned.get();
    }

    long bytes() {
      return bytesOf(filling) + bytesOf(filled);
    }

    private static long bytesOf(Filled some) {
      return some == null ? 0 : some.filter().bytes();
    }
  }

  /** A point in the order of all that happens here. A book takes one when it has recovered. */
  public long moment() {
    return moments.incrementAndGet();
  }

  /**
   * Whether the tables have no answer under a key, for certain.
   *
   * @param since the moment at which the book that asks had recovered
   * @param endpoint the namespace of the key
   */
  public boolean isNew(TenantId tenant, long since, String endpoint, String key) {
    OfTenant of = of(tenant);
    of.askedAt = moments.get();
    Filled filled = of.filled;
    boolean isCovered = filled != null && since < filled.since();
    if (!isCovered || filled.filter().isFull()) {
      scanIfWorthIt(tenant, of);
    }
    return isCovered && !filled.filter().mayHave(KeyFilter.hash(endpoint, key));
  }

  /** The tables have this key now, or will have. Called before anybody can ask for it. */
  public void add(TenantId tenant, String endpoint, String key) {
    OfTenant of = tenants.get(tenant);
    if (of != null) {
      // In this order: one that has just been filled is found under one of the two names.
      Filled filling = of.filling;
      Filled filled = of.filled;
      if (filling != null || filled != null) {
        long hash = KeyFilter.hash(endpoint, key);
        add(filling, hash);
        if (filled != filling) {
          add(filled, hash);
        }
      }
    }
  }

  private static void add(Filled to, long hash) {
    if (to != null) {
      to.filter().add(hash);
    }
  }

  private OfTenant of(TenantId tenant) {
    OfTenant of = tenants.get(tenant);
    if (of == null) {
      if (tenants.size() >= TENANTS_MAX) {
        // Those whose look-ups were only counted; filters are bounded by their bytes.
        tenants.values().removeIf(some -> some.bytes() == 0 && some.isIdle());
      }
      of = tenants.computeIfAbsent(tenant, unknown -> new OfTenant());
    }
    return of;
  }

  private void scanIfWorthIt(TenantId tenant, OfTenant of) {
    if (of.asked.incrementAndGet() < worthAt(of)
        || isResting(of)
        || !of.isScanned.compareAndSet(false, true)) {
      return;
    }
    if (scans.incrementAndGet() > SCANS_MAX) {
      scans.decrementAndGet();
      of.isScanned.set(false);
      return;
    }
    KeyScan scan = new KeyScan(reads, tenant, KEYS_MAX);
    scan.count()
        .thenCompose(
            count -> {
              Filled filling = empty(2 * count + SPARE_MIN, of);
              return scan.run(filling.filter()::add).thenApply(done -> filling);
            })
        .whenComplete(
            (filled, failure) -> {
              scans.decrementAndGet();
              ended(tenant, of, filled, failure);
            });
  }

  /** Look-ups after which reading all keys again costs no more than they did. */
  private static int worthAt(OfTenant of) {
    Filled filled = of.filled;
    return filled == null
        ? ASKED_MIN
        : Math.max(ASKED_MIN, filled.filter().capacity() / KEYS_FOR_A_LOOK_UP);
  }

  /** One that hears of every new key from now on, before the first old one is read. */
  private Filled empty(int capacity, OfTenant of) {
    makeRoom(KeyFilter.bytesFor(capacity));
    Filled filling = new Filled(new KeyFilter(capacity), moment());
    of.filling = filling;
    return filling;
  }

  /** Forgets the filters of those who have not asked for the longest. */
  private synchronized void makeRoom(long bytes) {
    long taken = tenants.values().stream().mapToLong(OfTenant::bytes).sum();
    while (taken + bytes > bytesMax) {
      Map.Entry<TenantId, OfTenant> oldest =
          tenants.entrySet().stream()
              .filter(entry -> entry.getValue().isIdle() && entry.getValue().bytes() > 0)
              .min(Comparator.comparingLong(entry -> entry.getValue().askedAt))
              .orElseThrow(() -> new QueryFailedException("no room for " + bytes + " bytes", null));
      tenants.remove(oldest.getKey(), oldest.getValue());
      taken -= oldest.getValue().bytes();
    }
  }

  private static void ended(TenantId tenant, OfTenant of, Filled filled, Throwable failure) {
    if (failure == null) {
      of.filled = filled;
      of.sinceFailure = null;
    } else {
      LOG.debug("the keys of {} were not read: {}", tenant.value(), failure.toString());
      of.sinceFailure = Stopwatch.start();
    }
    of.filling = null;
    of.asked.set(0);
    of.isScanned.set(false);
  }

  private static boolean isResting(OfTenant of) {
    Stopwatch failure = of.sinceFailure;
    return failure != null && failure.elapsedNanos() < REST.toNanos();
  }
}
