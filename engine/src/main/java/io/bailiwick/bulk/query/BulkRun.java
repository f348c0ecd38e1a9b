package io.bailiwick.bulk.query;

import io.bailiwick.bulk.BulkEnvelope;
import io.bailiwick.bulk.BulkOutcome;
import io.bailiwick.bulk.RowOutcomes;
import io.bailiwick.projection.TableWrite;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One runner's way through a claim: some rows at once, then what became of them into the table with
 * a beat, then the next ones, and at last the answer. Whatever it has begun it may begin again, and
 * so may its successor: a command that has changed its row changes nothing the next time.
 *
 * <p>What goes wrong with the work of one row for no known reason is that row's failure. It fails
 * with {@link TakenOver} where somebody else goes on, and with the store's failure where that is
 * away; the claim is then found again. Made for one run.
 */
final class BulkRun {

  private static final Logger LOG = LoggerFactory.getLogger(BulkRun.class);

  /** So few that nobody who works on the same node, or with the same tenant, feels it. */
  static final int ROWS_AT_ONCE = 8;

  /** Before rows that nobody has answered for are asked again. */
  static final Duration PAUSE = Duration.ofSeconds(1);

  /**
   * So long after this run began, a row that nobody answers for has failed. Longer than a node is
   * away for; the time in which nobody ran it does not count.
   */
  static final Duration GIVEN_UP_AFTER = Duration.ofMinutes(5);

  /** Some rows always end by themselves in less: this bounds what a bug can do. */
  private static final Duration SOME_ROWS_WITHIN = Duration.ofSeconds(60);

  /** What a run needs from its node. */
  record Parts(
      BulkTable table,
      Told told,
      RowCommands commands,
      Function<List<TableWrite>, CompletionStage<Void>> writes,
      Function<Duration, CompletionStage<Void>> pauses,
      InstantSource clock) {}

  /** Somebody else goes on with the claim, or has ended it. */
  static final class TakenOver extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TakenOver(String id) {
      super("bulk action " + id + " is somebody else's", null, false, false);
    }
  }

  private final Parts parts;
  private final BulkClaim claim;
  private final long startedAtMs;

  BulkRun(Parts parts, BulkClaim claim) {
    this.parts = parts;
    this.claim = claim;
    this.startedAtMs = parts.clock().millis();
  }

  /** The answer, when it is in the table. */
  CompletionStage<BulkEnvelope> run() {
    return parts
        .table()
        .rows(claim.id())
        .thenCompose(
            rows -> goOn(rows.stream().filter(row -> row.outcome() == null).toList(), List.of()));
  }

  /**
   * @param left rows to ask
   * @param unanswered rows that were asked in this pass and have not answered
   */
  private CompletionStage<BulkEnvelope> goOn(List<ClaimedRow> left, List<ClaimedRow> unanswered) {
    if (left.isEmpty()) {
      return unanswered.isEmpty() ? end() : again(unanswered);
    }
    List<ClaimedRow> some = left.subList(0, Math.min(ROWS_AT_ONCE, left.size()));
    List<ClaimedRow> rest = left.subList(some.size(), left.size());
    return act(some)
        .toCompletableFuture()
        .orTimeout(SOME_ROWS_WITHIN.toSeconds(), TimeUnit.SECONDS)
        .thenCompose(
            outcomes ->
                beat(outcomes)
                    .thenCompose(
                        beaten -> {
                          List<ClaimedRow> silent = new ArrayList<>(unanswered);
                          some.stream()
                              .filter(row -> !outcomes.containsKey(row.position()))
                              .forEach(silent::add);
                          return goOn(rest, silent);
                        }));
  }

  private CompletionStage<BulkEnvelope> again(List<ClaimedRow> unanswered) {
    if (parts.clock().millis() - startedAtMs < GIVEN_UP_AFTER.toMillis()) {
      return parts.pauses().apply(PAUSE).thenCompose(over -> goOn(unanswered, List.of()));
    }
    LOG.error(
        "{} {}: {} rows are given up, nobody has answered for {}",
        claim.bulk().action().kind().operation(),
        claim.id(),
        unanswered.size(),
        GIVEN_UP_AFTER);
    Map<Integer, BulkOutcome> failed = new LinkedHashMap<>();
    unanswered.forEach(row -> failed.put(row.position(), RowOutcomes.ofSilence()));
    return beat(failed).thenCompose(beaten -> end());
  }

  /** What became of some rows, by their positions; of those that are not there it is not known. */
  private CompletionStage<Map<Integer, BulkOutcome>> act(List<ClaimedRow> some) {
    return parts
        .told()
        .of(claim)
        .thenCompose(
            changed -> {
              // What is told of was changed; doing it again could undo what others did since.
              Map<Integer, CompletableFuture<RowCommands.Meaning>> asked = new LinkedHashMap<>();
              some.stream()
                  .filter(row -> !changed.contains(row.row().id()))
                  .forEach(row -> asked.put(row.position(), ask(row)));
              return CompletableFuture.allOf(asked.values().toArray(CompletableFuture[]::new))
                  .thenCompose(all -> parts.told().of(claim))
                  .thenApply(told -> outcomes(some, asked, told));
            });
  }

  private Map<Integer, BulkOutcome> outcomes(
      List<ClaimedRow> some,
      Map<Integer, CompletableFuture<RowCommands.Meaning>> asked,
      Set<String> told) {
    Map<Integer, BulkOutcome> outcomes = new LinkedHashMap<>();
    for (ClaimedRow row : some) {
      CompletableFuture<RowCommands.Meaning> answer = asked.get(row.position());
      if (answer == null) {
        outcomes.put(row.position(), new BulkOutcome.Succeeded());
      } else {
        meant(answer.resultNow(), told.contains(row.row().id()), row)
            .ifPresent(outcome -> outcomes.put(row.position(), outcome));
      }
    }
    return outcomes;
  }

  /** An answer that nobody can make sense of is the end of its row, and of no other. */
  private Optional<BulkOutcome> meant(RowCommands.Meaning answer, boolean isTold, ClaimedRow row) {
    try {
      return answer.of(isTold);
    } catch (RuntimeException e) {
      return Optional.of(fault(row, e));
    }
  }

  private CompletableFuture<RowCommands.Meaning> ask(ClaimedRow row) {
    CompletionStage<RowCommands.Meaning> sent;
    try {
      sent = parts.commands().send(claim, row.row());
    } catch (RuntimeException e) {
      BulkOutcome fault = fault(row, e);
      return CompletableFuture.completedFuture(
          isTold -> Optional.of(isTold ? new BulkOutcome.Succeeded() : fault));
    }
    return sent.exceptionally(
            cause -> {
              LOG.warn("a row of bulk action {} is asked again: {}", claim.id(), cause.toString());
              return isTold -> Optional.empty();
            })
        .toCompletableFuture();
  }

  private BulkOutcome fault(ClaimedRow row, RuntimeException cause) {
    LOG.error("row {} of bulk action {} cannot be dealt with", row.row().id(), claim.id(), cause);
    return RowOutcomes.ofFault();
  }

  /** Writes what is known, and goes on only if this is still the runner. */
  private CompletionStage<Void> beat(Map<Integer, BulkOutcome> outcomes) {
    return parts
        .writes()
        .apply(BulkWrites.beat(claim.id(), claim.runner(), outcomes))
        .thenCompose(written -> parts.table().byId(claim.id()))
        .thenAccept(
            now -> {
              if (now.isEmpty() || !now.get().isRunBy(claim.runner())) {
                throw new TakenOver(claim.id());
              }
            });
  }

  private CompletionStage<BulkEnvelope> end() {
    return parts
        .table()
        .rows(claim.id())
        .thenCompose(
            rows -> {
              Map<String, BulkOutcome> outcomes = new LinkedHashMap<>();
              for (ClaimedRow row : rows) {
                if (row.outcome() == null) {
                  throw new TakenOver(claim.id());
                }
                outcomes.put(row.row().id(), row.outcome());
              }
              BulkEnvelope envelope = BulkEnvelope.of(claim.bulk(), outcomes);
              return parts
                  .writes()
                  .apply(BulkWrites.end(claim, claim.runner(), envelope, parts.clock().millis()));
            })
        .thenCompose(written -> parts.table().byId(claim.id()))
        .thenApply(
            now ->
                now.filter(BulkClaim::hasEnded)
                    .map(BulkClaim::envelope)
                    .orElseThrow(() -> new TakenOver(claim.id())));
  }
}
