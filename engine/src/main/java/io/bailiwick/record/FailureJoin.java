package io.bailiwick.record;

import io.bailiwick.record.FailedRequest.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which failures are told one by one, and which are only counted: within a window so many of one
 * kind, and so many of all. The others are one of each kind, with their exact number. So a storm
 * costs what a few do, and nothing is untold. Thread-safe.
 */
public final class FailureJoin {

  /** Counts that wait to be taken, if nobody takes them; some seconds' worth. */
  static final int ENDED_MAX = 10_000;

  private final Limits limits;
  private final Map<Kind, Alike> alike = new LinkedHashMap<>();
  private final List<Counted> ended = new ArrayList<>();
  private long windowEndMs = Long.MIN_VALUE;
  private long dayEndMs = Long.MIN_VALUE;
  private Limits now;
  private int told;
  private long toldOfDay;
  private long lost;

  /**
   * How much is told.
   *
   * @param windowMs after which all begins anew
   * @param alikeMax of one kind that are told one by one within a window
   * @param allMax of all kinds
   * @param kindsMax that are counted apart within a window. Further ones are counted by their
   *     tenant and by what tells of them, so that nobody can fill the memory or the tables by
   *     failing in ever new ways
   * @param dayMax that are told one by one within a day; beyond it a window has a tenth of what it
   *     had, so that who goes on for ever fills no table, and goes on being seen
   */
  public record Limits(long windowMs, int alikeMax, int allMax, int kindsMax, long dayMax) {

    private static final long SECOND_MS = 1_000;
    private static final long MINUTE_MS = 60_000;

    /** Kinds within a second of callers who are known. */
    static final int KINDS_MAX = 1_000;

    private static final long DAY_MS = 24 * 60 * MINUTE_MS;

    /** Of all of those that are told one by one, how much one kind may be. */
    private static final int KIND_SHARE = 6;

    /** The same of kinds that are counted apart. */
    private static final int KINDS_SHARE = 3;

    /** Windows of a day that may be told in full: more than an hour and a half of them. */
    static final int FULL_WINDOWS_A_DAY = 100;

    /** What is left of a window when those are over. */
    private static final int LEFT_SHARE = 10;

    /** For callers who are known. */
    public static Limits perSecond(int alikeMax, int allMax) {
      return new Limits(SECOND_MS, alikeMax, allMax, KINDS_MAX, Long.MAX_VALUE);
    }

    /** For those who need not be stopped by anything. */
    public static Limits perMinute(int max) {
      return new Limits(
          MINUTE_MS,
          Math.max(1, max / KIND_SHARE),
          max,
          Math.max(1, max / KINDS_SHARE),
          (long) max * FULL_WINDOWS_A_DAY);
    }

    private Limits left() {
      return new Limits(
          windowMs,
          Math.max(1, alikeMax / LEFT_SHARE),
          Math.max(1, allMax / LEFT_SHARE),
          Math.max(1, kindsMax / LEFT_SHARE),
          dayMax);
    }
  }

  /**
   * Several failures of one kind.
   *
   * @param first of those that are counted
   * @param occurrences of them, the first included
   * @param lastAtMs when the last of them was
   */
  public record Counted(FailedRequest first, long occurrences, long lastAtMs) {}

  private static final class Alike {
    private int told;
    private FailedRequest first;
    private long occurrences;
    private long lastAtMs;
  }

  public FailureJoin(Limits limits) {
    this.limits = limits;
    this.now = limits;
  }

  /** Whether {@code failed} is to be told by itself; if not it has been counted. */
  public synchronized boolean isToldAlone(FailedRequest failed, long elapsedMs) {
    roll(elapsedMs);
    Alike kind = kind(failed);
    if (kind.told < now.alikeMax() && told < now.allMax()) {
      kind.told++;
      told++;
      toldOfDay++;
      return true;
    }
    if (kind.first == null) {
      kind.first = failed;
    }
    kind.occurrences++;
    kind.lastAtMs = failed.atMs();
    return false;
  }

  /**
   * Whether one more of {@code kind} is not to be told by itself, and has been counted. Asked
   * first, it spares making the failure; false says nothing, and leaves all as it was.
   */
  public synchronized boolean hasCounted(Kind kind, long atMs, long elapsedMs) {
    roll(elapsedMs);
    Alike known = alike.get(kind);
    if (known == null || known.first == null) {
      return false;
    }
    known.occurrences++;
    known.lastAtMs = atMs;
    return true;
  }

  /** Takes what was counted in windows that are over. */
  public synchronized List<Counted> take(long elapsedMs) {
    roll(elapsedMs);
    List<Counted> taken = List.copyOf(ended);
    ended.clear();
    return taken;
  }

  /** Takes all that was counted, whether or not its window is over. */
  public synchronized List<Counted> takeAll() {
    end();
    List<Counted> taken = List.copyOf(ended);
    ended.clear();
    return taken;
  }

  /** How many failures were counted and never taken. */
  public synchronized long lost() {
    return lost;
  }

  private Alike kind(FailedRequest failed) {
    Kind kind = failed.kind();
    Alike known = alike.get(kind);
    if (known == null && alike.size() >= now.kindsMax()) {
      return alike.computeIfAbsent(failed.rest(), any -> new Alike());
    }
    return known == null ? alike.computeIfAbsent(kind, any -> new Alike()) : known;
  }

  private void roll(long elapsedMs) {
    if (elapsedMs >= windowEndMs) {
      end();
      windowEndMs = elapsedMs + limits.windowMs();
      if (elapsedMs >= dayEndMs) {
        dayEndMs = elapsedMs + Limits.DAY_MS;
        toldOfDay = 0;
      }
      now = toldOfDay < limits.dayMax() ? limits : limits.left();
    }
  }

  private void end() {
    for (Alike kind : alike.values()) {
      if (kind.occurrences > 0) {
        if (ended.size() < ENDED_MAX) {
          ended.add(new Counted(kind.first, kind.occurrences, kind.lastAtMs));
        } else {
          lost += kind.occurrences;
        }
      }
    }
    alike.clear();
    told = 0;
  }
}
