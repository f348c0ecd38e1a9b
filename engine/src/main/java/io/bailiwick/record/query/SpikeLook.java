package io.bailiwick.record.query;

import io.bailiwick.apikey.query.Authentications;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.record.RateKind;
import io.bailiwick.record.RateTerms;
import io.bailiwick.record.query.SpikeCounts.Span;
import io.bailiwick.record.query.SpikeTable.Key;
import io.bailiwick.record.query.SpikeTable.Told;
import io.bailiwick.time.Stopwatch;
import io.bailiwick.webhook.query.WantedRates;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * One look for spikes at all tenants, in parts: window after window, and in each so many tenants at
 * a time. Whoever takes too long is not looked at again in this look, so that none keeps the others
 * from their turn. Used by one thread at a time.
 */
final class SpikeLook {

  /** A part ends when it has taken so long: a query may take longer, but not all of them. */
  private static final long PART_NANOS = 1_000_000_000;

  /** Attempts that succeed: when their interval has ended, and some seconds for the write. */
  private static final long WRITTEN_WITHIN_MS = 2 * Authentications.INTERVAL.toMillis();

  private final long atMs;
  private final int tenantsMax;

  /** See {@link SpikeCounts#countedSinceMs}. */
  private final long countedSinceMs;

  private final WantedRates wanted;
  private final Map<Who, Map<RateTerms, Told>> told = new HashMap<>();
  private final Deque<Integer> windowsS = new ArrayDeque<>();
  private final Deque<Candidate> candidates = new ArrayDeque<>();
  private int windowS;

  /** Of whom there may be too many of what. */
  private record Who(RateKind kind, String tenant) {}

  /**
   * Somebody to look at.
   *
   * @param count null where it has to be counted
   */
  private record Candidate(Who who, Long count) {}

  /**
   * What a part has found.
   *
   * @param begun spikes to tell of
   * @param writes that tell of them, and what ends
   */
  record Part(int begun, List<TableWrite> writes) {}

  private SpikeLook(long atMs, int tenantsMax, long countedSinceMs, WantedRates wanted) {
    this.atMs = atMs;
    this.tenantsMax = tenantsMax;
    this.countedSinceMs = countedSinceMs;
    this.wanted = wanted;
  }

  /**
   * @param tenantsMax of one part
   * @param times says whether it is time for a window
   */
  static SpikeLook begin(Connection connection, long atMs, int tenantsMax, LookTimes times)
      throws SQLException {
    SpikeLook look =
        new SpikeLook(
            atMs, tenantsMax, SpikeCounts.countedSinceMs(connection), WantedRates.read(connection));
    // Spikes of a window that nobody wants any more end like all others.
    Set<Integer> windows = new TreeSet<>(look.wanted.windowsS());
    SpikeTable.told(connection)
        .forEach(
            (key, one) -> {
              windows.add(key.terms().windowS());
              look.told
                  .computeIfAbsent(new Who(key.kind(), key.tenant()), who -> new HashMap<>())
                  .put(key.terms(), one);
            });
    look.windowsS.addAll(times.due(windows, atMs));
    return look;
  }

  boolean isOver() {
    return windowsS.isEmpty() && candidates.isEmpty();
  }

  /** Looks at the next ones, or finds out who they are. */
  Part next(Connection connection) throws SQLException {
    int begun = 0;
    List<TableWrite> writes = new ArrayList<>();
    if (candidates.isEmpty() && !windowsS.isEmpty()) {
      windowS = windowsS.poll();
      for (RateKind kind : RateKind.values()) {
        findCandidates(connection, kind);
      }
      return new Part(begun, writes);
    }
    Stopwatch time = Stopwatch.start();
    int done = 0;
    while (done < tenantsMax && time.elapsedNanos() < PART_NANOS && !candidates.isEmpty()) {
      Candidate candidate = candidates.peek();
      try {
        begun += look(connection, candidate, writes);
      } catch (SQLException e) {
        if (done > 0) {
          // The next part begins with it, and if that fails too, none but itself has no turn.
          return new Part(begun, writes);
        }
        candidates.poll();
        throw e;
      }
      candidates.poll();
      done++;
    }
    return new Part(begun, writes);
  }

  private Span span(RateKind kind) {
    long windowMs = new RateTerms(windowS, 0).windowMs();
    return switch (kind) {
      case DENIAL, EXPIRY -> new Span(atMs - windowMs, atMs);
      case AUTH_FAILURE -> {
        // Failures count when it is known how many attempts there were beside them.
        long untilMs = atMs - WRITTEN_WITHIN_MS;
        yield new Span(Math.max(countedSinceMs, untilMs - windowMs), untilMs);
      }
    };
  }

  private void findCandidates(Connection connection, RateKind kind) throws SQLException {
    Set<String> others = new HashSet<>();
    told.forEach(
        (who, terms) -> {
          if (who.kind() == kind && terms.keySet().stream().anyMatch(this::isOfWindow)) {
            others.add(who.tenant());
          }
        });
    Long countOfOthers = null;
    if (wanted.isOfAll(kind, windowS)) {
      Map<String, Long> many = SpikeCounts.many(connection, kind, span(kind), Spike.SAMPLES_MIN);
      many.forEach((tenant, count) -> candidates.add(new Candidate(new Who(kind, tenant), count)));
      others.removeAll(many.keySet());
      // All have been counted: these have too few.
      countOfOthers = 0L;
    } else {
      others.addAll(wanted.owners(kind, windowS));
    }
    for (String tenant : others) {
      candidates.add(new Candidate(new Who(kind, tenant), countOfOthers));
    }
  }

  private boolean isOfWindow(RateTerms terms) {
    return terms.windowS() == windowS;
  }

  /** How many spikes of it have begun. */
  private int look(Connection connection, Candidate candidate, List<TableWrite> writes)
      throws SQLException {
    Who who = candidate.who();
    Collection<Spike> spikes = spikes(connection, candidate);
    Map<RateTerms, Told> known = told.getOrDefault(who, Map.of());
    int begun = 0;
    Set<RateTerms> lasting = new HashSet<>();
    for (Spike spike : spikes) {
      lasting.add(spike.terms());
      if (!known.containsKey(spike.terms())) {
        SpikeTable.tell(spike, atMs, writes);
        begun++;
      }
    }
    known.forEach(
        (terms, one) -> {
          boolean isOver = isOfWindow(terms) && !lasting.contains(terms);
          if (isOver && one.atMs() + terms.windowMs() <= atMs) {
            SpikeTable.end(new Key(who.kind(), who.tenant(), terms), one, writes);
          }
        });
    return begun;
  }

  private List<Spike> spikes(Connection connection, Candidate candidate) throws SQLException {
    RateKind kind = candidate.who().kind();
    String tenant = candidate.who().tenant();
    List<RateTerms> terms = wanted.of(kind, tenant, windowS);
    if (terms.isEmpty()) {
      return List.of();
    }
    long count =
        candidate.count() == null
            ? SpikeCounts.of(connection, kind, tenant, span(kind))
            : candidate.count();
    if (count < Spike.SAMPLES_MIN) {
      return List.of();
    }
    long madeMax = terms.stream().mapToLong(one -> Spike.madeMax(kind, one, count)).max().orElse(0);
    long made = SpikeCounts.made(connection, kind, tenant, span(kind), madeMax);
    List<Spike> spikes = new ArrayList<>();
    for (RateTerms one : terms) {
      Spike spike = Spike.ofOrNull(kind, tenant, one, count, made);
      if (spike != null) {
        spikes.add(spike);
      }
    }
    return spikes;
  }
}
