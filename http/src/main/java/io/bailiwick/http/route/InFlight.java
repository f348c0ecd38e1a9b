package io.bailiwick.http.route;

import io.bailiwick.config.HttpSettings;
import io.bailiwick.http.auth.Access;
import io.bailiwick.http.auth.Principal;
import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.http.error.Problem;
import io.bailiwick.http.error.Throwables;
import io.bailiwick.http.metric.Meters;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.time.Stopwatch;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much of what may be refused is under way on this node, for each tenant and altogether: new
 * work and reads. What settles or extends goes through whatever else there is, and is not counted;
 * nor is what has not come in whole: how long that takes is its client's doing.
 *
 * <p>Of a tenant's reads only so many run at once; the others wait in a line of that tenant alone,
 * so that slow ones leave threads to everybody else. Thread-safe; never blocks for long.
 */
public final class InFlight {
  private static final Logger LOG = LoggerFactory.getLogger(InFlight.class);

  /** Overload passes in moments; clients only read whole seconds. */
  private static final String RETRY_AFTER_S = "1";

  private static final Set<Operation> NEW_WORK =
      EnumSet.of(Operation.DECIDE, Operation.CREATE_RESERVATION, Operation.CREATE_EVENT);

  private final HttpSettings http;
  private final int readsAtOnceMax;
  private final Executor executor;
  private final Meters meters;
  private final Map<Kind, Integer> underWay = new EnumMap<>(Kind.class);
  private final Map<TenantId, Share> shares = new HashMap<>();

  /** As metrics call it. */
  enum Kind {
    WORK("work"),
    READ("read");

    private final String label;

    Kind(String label) {
      this.label = label;
    }
  }

  /**
   * What a request is counted as.
   *
   * @param tenant whose it is, or null for the operators'
   */
  record Load(Kind kind, TenantId tenant) {

    /** Null for a request that is not counted. */
    static Load of(Operation operation, Principal principal) {
      Kind kind = kind(operation);
      return kind == null ? null : new Load(kind, principal.tenant().orElse(null));
    }

    private static Kind kind(Operation operation) {
      if (NEW_WORK.contains(operation)) {
        return Kind.WORK;
      }
      boolean isRead = operation.method().equals("GET") && operation.access() != Access.ANYBODY;
      return isRead ? Kind.READ : null;
    }
  }

  /** Of one tenant; there as long as it has something under way. */
  private static final class Share {
    private final Queue<Read> waiting = new ArrayDeque<>();
    private int underWay;
    private int reading;
  }

  private record Read(
      Load load,
      Supplier<CompletionStage<Answer>> work,
      CompletableFuture<Answer> answer,
      Stopwatch waited) {}

  /**
   * @param readThreads that all reads of this node share, at least 1; a tenant has half of them
   * @param executor begins reads whose turn has come
   */
  public InFlight(HttpSettings http, int readThreads, Executor executor, Meters meters) {
    this.http = http;
    this.readsAtOnceMax = Math.max(1, readThreads / 2);
    this.executor = executor;
    this.meters = meters;
    for (Kind kind : Kind.values()) {
      underWay.put(kind, 0);
      meters.gauge(
          "bailiwick.http.in.flight",
          "Requests under way that would be refused if there were too many",
          () -> underWay(kind),
          "kind",
          kind.label);
    }
  }

  /**
   * Takes a place. Whoever gets one has it until what is then {@link #run} has ended.
   *
   * @return why there is none (429), or null
   */
  Problem enter(Load load) {
    return load == null ? null : counted(load, taken(load));
  }

  /**
   * Takes none: of one whose body is still to come, so that it need not be received in vain.
   *
   * @return why there is none now (429), or null
   */
  Problem look(Load load) {
    return counted(load, refusal(load));
  }

  private Problem counted(Load load, Problem refusal) {
    if (refusal != null) {
      meters.count("bailiwick.http.refused", "kind", load.kind.label);
    }
    return refusal;
  }

  private synchronized Problem taken(Load load) {
    Problem refusal = refusal(load);
    if (refusal == null) {
      underWay.merge(load.kind, 1, Integer::sum);
      if (load.tenant != null) {
        shares.computeIfAbsent(load.tenant, any -> new Share()).underWay++;
      }
    }
    return refusal;
  }

  private synchronized Problem refusal(Load load) {
    if (load.tenant != null) {
      Share share = shares.get(load.tenant);
      if (share != null && share.underWay >= http.inFlightPerTenantMax()) {
        return tooMany(http.inFlightPerTenantMax(), "of this tenant");
      }
    }
    return underWay.values().stream().mapToInt(Integer::intValue).sum() >= http.inFlightMax()
        ? tooMany(http.inFlightMax(), "of all tenants")
        : null;
  }

  private static Problem tooMany(int max, String whose) {
    return Problem.of(
            ErrorCode.LIMIT_EXCEEDED, "%d requests %s are under way".formatted(max, whose))
        .withHeader("Retry-After", RETRY_AFTER_S);
  }

  /** Does the work that has a place, and gives the place back before the answer is there. */
  CompletionStage<Answer> run(Load load, Supplier<CompletionStage<Answer>> work) {
    if (load == null) {
      return work.get();
    }
    if (load.kind != Kind.READ || load.tenant == null) {
      return begun(work).whenComplete((answer, failure) -> leave(load));
    }
    Read read = new Read(load, work, new CompletableFuture<>(), Stopwatch.start());
    if (isItsTurn(read)) {
      begin(read);
    }
    return read.answer;
  }

  /** What is thrown on the way is as what a stage fails with. */
  private static CompletionStage<Answer> begun(Supplier<CompletionStage<Answer>> work) {
    return CompletableFuture.completedFuture(work).thenCompose(Supplier::get);
  }

  private synchronized boolean isItsTurn(Read read) {
    Share share = shares.get(read.load.tenant);
    if (share.reading < readsAtOnceMax) {
      share.reading++;
      return true;
    }
    share.waiting.add(read);
    return false;
  }

  private void begin(Read read) {
    begun(() -> isTooLate(read) ? tooLate() : read.work.get())
        .whenComplete(
            (answer, failure) -> {
              endRead(read.load);
              if (failure == null) {
                read.answer.complete(answer);
              } else {
                read.answer.completeExceptionally(failure);
              }
            });
  }

  /** Whoever has been told 503 by now is not read for. */
  private boolean isTooLate(Read read) {
    return read.waited.elapsedNanos() > http.requestTimeout().toNanos();
  }

  private static CompletionStage<Answer> tooLate() {
    return CompletableFuture.failedFuture(Throwables.unavailable("No answer in time"));
  }

  /** Gives the place back, and the turn to the next one who can be begun. */
  private void endRead(Load load) {
    Read next = next(load);
    while (next != null && !isHandedOn(next)) {
      Read refused = next;
      next = next(load);
      refused.answer.completeExceptionally(Throwables.unavailable("No thread to read with"));
    }
  }

  private boolean isHandedOn(Read next) {
    try {
      // Not from here: of a thousand that end at once each would stand on the one before it.
      executor.execute(() -> begin(next));
      return true;
    } catch (RejectedExecutionException | Error e) {
      LOG.warn("a read was not begun: {}", e.toString());
      return false;
    }
  }

  private synchronized Read next(Load load) {
    Share share = shares.get(load.tenant);
    Read next = share.waiting.poll();
    if (next == null) {
      share.reading--;
    }
    leave(load);
    return next;
  }

  private synchronized void leave(Load load) {
    underWay.merge(load.kind, -1, Integer::sum);
    if (load.tenant != null) {
      Share share = shares.get(load.tenant);
      share.underWay--;
      if (share.underWay == 0) {
        shares.remove(load.tenant);
      }
    }
  }

  private synchronized int underWay(Kind kind) {
    return underWay.get(kind);
  }

  /** Tenants that have something under way. */
  synchronized int tenants() {
    return shares.size();
  }
}
