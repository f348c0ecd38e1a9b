package io.bailiwick.webhook.query;

import io.bailiwick.projection.TableWrite;
import io.bailiwick.query.Reads;
import io.bailiwick.record.Origin;
import io.bailiwick.record.query.CloseRecords;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.webhook.WebhookOwner;
import io.bailiwick.webhook.WebhookReply;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Ends what a closed tenant has: each webhook in a change of its own, which has one winner as every
 * change has, so that it is told once, however often the close is interrupted and by whomever it is
 * gone on with.
 */
final class WebhooksOfClosed {

  /** Of one transaction: with their records a few milliseconds. */
  static final int DISABLED_AT_ONCE = 200;

  private final Reads reads;
  private final Function<List<TableWrite>, CompletionStage<Void>> writes;
  private final InstantSource clock;
  private final WebhookIds ids = new WebhookIds();

  /**
   * @param writes completes when they are durable
   */
  WebhooksOfClosed(
      Reads reads, Function<List<TableWrite>, CompletionStage<Void>> writes, InstantSource clock) {
    this.reads = reads;
    this.writes = writes;
    this.clock = clock;
  }

  /**
   * Some at a time, until none is left. That ends: who changes one beside it has looked at it
   * before the close, and a look is good for one change.
   *
   * @param origin of the close; null where none is known
   */
  CompletionStage<Void> disableAll(TenantId tenant, Origin origin) {
    return reads
        .ask(connection -> WebhookRow.liveOfClosed(connection, tenant, DISABLED_AT_ONCE))
        .thenCompose(
            live ->
                live.isEmpty()
                    ? CompletableFuture.completedFuture(null)
                    : writes
                        .apply(disabled(live, origin))
                        .thenCompose(written -> disableAll(tenant, origin)));
  }

  /**
   * What got in beside the close of its tenant ends with it; its maker is told. A close that is not
   * complete does that itself, as its own.
   */
  CompletionStage<WebhookReply> gotInBeside(WebhookOwner owner) {
    TenantId tenant = owner.tenant().orElseThrow();
    return reads
        .ask(connection -> CloseRecords.origin(connection, tenant))
        .thenCompose(
            origin ->
                origin.isPresent()
                    ? disableAll(tenant, origin.get())
                    : CompletableFuture.completedFuture(null))
        .thenApply(disabled -> WebhookLook.refused(WebhookLook.closed(tenant)));
  }

  private List<TableWrite> disabled(List<WebhookRow> live, Origin origin) {
    long atMs = clock.millis();
    List<TableWrite> all = new ArrayList<>();
    for (WebhookRow row : live) {
      String mark = ids.mark();
      all.add(WebhookWrites.disable(row.subscription(), row.version(), mark, atMs));
      WebhookRecords.disabledByClose(row.subscription(), mark, origin, atMs, all);
    }
    return all;
  }
}
