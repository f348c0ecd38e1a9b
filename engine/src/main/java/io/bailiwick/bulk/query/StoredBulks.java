package io.bailiwick.bulk.query;

import io.bailiwick.bulk.Bulk;
import io.bailiwick.bulk.BulkEnvelope;
import io.bailiwick.bulk.BulkReply;
import io.bailiwick.bulk.BulkRow;
import io.bailiwick.bulk.BulkRules;
import io.bailiwick.bulk.Bulks;
import io.bailiwick.journal.JournalWriteException;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.query.QueryFailedException;
import io.bailiwick.query.Reads;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.scope.Budgets;
import io.bailiwick.tenant.Tenants;
import io.bailiwick.webhook.Webhooks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bulk actions that survive their node. What is to be done is in the tables before the first row is
 * touched, and what has been done follows; {@link BulkLook} goes on with what nobody runs any more.
 * Whoever repeats a key waits for its end, on whichever node that comes. Thread-safe; never blocks.
 */
public final class StoredBulks implements Bulks {

  private static final Logger LOG = LoggerFactory.getLogger(StoredBulks.class);

  /** At once on a node. Each keeps {@link BulkRun#ROWS_AT_ONCE} rows busy. */
  static final int RUNNING_MAX = 2;

  private static final String GOES_ON = "The bulk action goes on";
  private static final String AT_WORK = RUNNING_MAX + " bulk actions are at work on this node";
  private static final String STORE_AWAY = "The store does not answer";

  private final BulkTable table;
  private final BulkRun.Parts parts;
  private final Duration repeatsWait;
  private final Map<String, CompletableFuture<BulkEnvelope>> running = new ConcurrentHashMap<>();
  private final Semaphore slots = new Semaphore(RUNNING_MAX);
  private final Waiters waiters;

  /**
   * @param writes completes when they are durable
   * @param pauses completes after that long
   * @param repeatsWait how long whoever repeats a key waits for the end
   */
  public StoredBulks(
      Reads reads,
      Function<List<TableWrite>, CompletionStage<Void>> writes,
      Tenants tenants,
      Budgets budgets,
      Webhooks webhooks,
      Function<Duration, CompletionStage<Void>> pauses,
      Duration repeatsWait,
      InstantSource clock) {
    this.table = new BulkTable(reads);
    this.waiters = new Waiters(pauses);
    this.repeatsWait = repeatsWait;
    this.parts =
        new BulkRun.Parts(
            table,
            new Told(reads),
            new RowCommands(tenants, budgets, webhooks),
            writes,
            pauses,
            clock);
  }

  @Override
  public CompletionStage<BulkReply> ask(Bulk bulk, Long expected, Selection selection) {
    return table
        .find(bulk.action().kind(), bulk.idempotencyKey())
        .thenCompose(
            found ->
                found.isPresent() ? repeated(found.get(), bulk) : begun(bulk, expected, selection))
        .exceptionally(StoredBulks::unavailable);
  }

  private CompletionStage<BulkReply> begun(Bulk bulk, Long expected, Selection selection) {
    Patience patience = new Patience(ANSWER_WITHIN);
    return selection
        .select(BulkRules.ROWS_MAX)
        .thenCompose(
            rows -> {
              Optional<Refusal> refusal = BulkRules.refusal(rows.total(), expected);
              if (refusal.isPresent()) {
                return done(new BulkReply.Refused(refusal.get()));
              }
              return slots.tryAcquire()
                  ? claimed(bulk, rows.rows(), patience)
                  : waiters.await(
                      patience,
                      AT_WORK,
                      () ->
                          slots.tryAcquire()
                              ? begunInTurn(bulk, expected, selection, patience)
                              : CompletableFuture.completedFuture(Optional.empty()));
            });
  }

  /** With a slot at last; by now other rows may match. */
  private CompletionStage<Optional<BulkReply>> begunInTurn(
      Bulk bulk, Long expected, Selection selection, Patience patience) {
    return CompletableFuture.completedFuture(BulkRules.ROWS_MAX)
        .thenCompose(selection::select)
        .whenComplete(
            (rows, cause) -> {
              if (cause != null || BulkRules.refusal(rows.total(), expected).isPresent()) {
                slots.release();
              }
            })
        .thenCompose(
            rows -> {
              Optional<Refusal> refusal = BulkRules.refusal(rows.total(), expected);
              return refusal.isPresent()
                  ? done(new BulkReply.Refused(refusal.get()))
                  : claimed(bulk, rows.rows(), patience);
            })
        .thenApply(Optional::of);
  }

  private CompletionStage<BulkReply> claimed(Bulk bulk, List<BulkRow> rows, Patience patience) {
    String id = UUID.randomUUID().toString();
    CompletableFuture<BulkEnvelope> end = new CompletableFuture<>();
    // Before it can be found: this node must not go on with what it is about to begin.
    running.put(id, end);
    return table
        .lastTold(bulk.correlationId())
        .thenApply(
            told -> new BulkClaim(id, bulk, told, newRunner(), 0, parts.clock().millis(), null))
        .thenCompose(
            claim ->
                parts
                    .writes()
                    .apply(BulkWrites.claim(claim, rows))
                    .thenCompose(written -> table.byId(id)))
        .whenComplete(
            (ours, cause) -> {
              if (cause != null || ours.isEmpty()) {
                stopped(id);
                // A repeat may have found it, and looks for the successor then.
                end.completeExceptionally(new BulkRun.TakenOver(id));
              }
            })
        .thenCompose(
            ours -> {
              if (ours.isEmpty()) {
                return ofAnother(bulk);
              }
              run(ours.get(), end);
              return awaited(end, bulk, patience);
            });
  }

  /** Somebody was quicker under the same key. */
  private CompletionStage<BulkReply> ofAnother(Bulk bulk) {
    return table
        .find(bulk.action().kind(), bulk.idempotencyKey())
        .thenCompose(found -> repeated(found.orElseThrow(), bulk));
  }

  /** Goes on with a claim that this node has a slot for, and is in {@link #running}. */
  private void run(BulkClaim claim, CompletableFuture<BulkEnvelope> end) {
    CompletableFuture.completedFuture(new BulkRun(parts, claim))
        .thenCompose(BulkRun::run)
        .whenComplete(
            (envelope, cause) -> {
              stopped(claim.id());
              if (cause == null) {
                end.complete(envelope);
              } else {
                LOG.warn(
                    "{} {} is left to whoever finds it: {}",
                    claim.bulk().action().kind().operation(),
                    claim.id(),
                    cause.toString());
                end.completeExceptionally(cause);
              }
            });
  }

  private void stopped(String id) {
    running.remove(id);
    slots.release();
  }

  private CompletionStage<BulkReply> repeated(BulkClaim claim, Bulk bulk) {
    Optional<Refusal> mismatch = BulkRules.refusal(claim.bulk().payloadHash(), bulk);
    if (mismatch.isPresent()) {
      return done(new BulkReply.Refused(mismatch.get()));
    }
    if (claim.hasEnded()) {
      return done(new BulkReply.Done(claim.envelope()));
    }
    Patience patience = new Patience(repeatsWait);
    CompletableFuture<BulkEnvelope> here = running.get(claim.id());
    return here == null ? looked(bulk, patience) : awaited(here, bulk, patience);
  }

  private CompletionStage<BulkReply> awaited(
      CompletableFuture<BulkEnvelope> end, Bulk bulk, Patience patience) {
    return end.<BulkReply>thenApply(BulkReply.Done::new)
        .completeOnTimeout(
            new BulkReply.Unavailable(GOES_ON), patience.leftMs(), TimeUnit.MILLISECONDS)
        .exceptionallyCompose(left -> looked(bulk, patience));
  }

  /** Whoever runs it, its end is in the tables. */
  private CompletionStage<BulkReply> looked(Bulk bulk, Patience patience) {
    return waiters.await(
        patience,
        GOES_ON,
        () ->
            table
                .find(bulk.action().kind(), bulk.idempotencyKey())
                .thenApply(
                    found ->
                        found
                            .filter(BulkClaim::hasEnded)
                            .map(ended -> new BulkReply.Done(ended.envelope()))));
  }

  /** What this node runs now. */
  boolean runs(String id) {
    return running.containsKey(id);
  }

  /** Makes this node the runner of a claim, if nobody else has been heard of since it was read. */
  CompletionStage<Void> takeOver(BulkClaim left) {
    if (!slots.tryAcquire()) {
      return CompletableFuture.completedFuture(null);
    }
    String runner = newRunner();
    CompletableFuture<BulkEnvelope> end = new CompletableFuture<>();
    running.put(left.id(), end);
    return parts
        .writes()
        .apply(BulkWrites.take(left, runner))
        .thenCompose(written -> table.byId(left.id()))
        .handle(
            (now, cause) -> {
              if (cause == null && now.filter(claim -> claim.isRunBy(runner)).isPresent()) {
                LOG.warn(
                    "{} {} is gone on with: whoever ran it has not been heard of",
                    left.bulk().action().kind().operation(),
                    left.id());
                run(now.get(), end);
              } else {
                stopped(left.id());
                end.completeExceptionally(new BulkRun.TakenOver(left.id()));
              }
              return null;
            });
  }

  BulkTable table() {
    return table;
  }

  private static String newRunner() {
    return UUID.randomUUID().toString();
  }

  private static BulkReply unavailable(Throwable thrown) {
    Throwable cause = thrown instanceof CompletionException wrapped ? wrapped.getCause() : thrown;
    if (cause instanceof QueryFailedException || cause instanceof JournalWriteException) {
      return new BulkReply.Unavailable(STORE_AWAY);
    }
    throw thrown instanceof CompletionException wrapped ? wrapped : new CompletionException(thrown);
  }

  private static CompletionStage<BulkReply> done(BulkReply reply) {
    return CompletableFuture.completedFuture(reply);
  }
}
