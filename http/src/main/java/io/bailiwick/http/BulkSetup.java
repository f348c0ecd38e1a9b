package io.bailiwick.http;

import io.bailiwick.bulk.Bulks;
import io.bailiwick.bulk.query.BulkLook;
import io.bailiwick.bulk.query.StoredBulks;
import io.bailiwick.config.HttpSettings;
import io.bailiwick.entity.Authority;
import io.bailiwick.entity.StoreReads;
import io.bailiwick.http.metric.Meters;
import io.bailiwick.journal.JournalWriter;
import io.bailiwick.journal.Store;
import io.bailiwick.webhook.Webhooks;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;

/** The bulk actions of a node: those that it is asked for, and those that others have left. */
final class BulkSetup {

  private BulkSetup() {}

  static Bulks start(
      ActorSystem<?> system,
      HttpSettings http,
      Store store,
      JournalWriter writer,
      Authority authority,
      Webhooks webhooks,
      Meters meters,
      InstantSource clock) {
    StoredBulks bulks =
        new StoredBulks(
            StoreReads.of(system, store).lists(),
            writer::write,
            authority.tenants(),
            authority.budgets(),
            webhooks,
            BulkSetup::after,
            http.requestTimeout(),
            clock);
    BulkLook look = new BulkLook(bulks, store.isShared(), authority::isReady);
    meters.gauge(
        "bailiwick.bulk.under.way",
        "Bulk actions of all nodes that had not ended at this node's last look",
        look::underWay);
    Upkeep.goOnWithBulks(system, look);
    return bulks;
  }

  private static CompletionStage<Void> after(Duration pause) {
    return CompletableFuture.runAsync(
        () -> {}, CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS));
  }
}
