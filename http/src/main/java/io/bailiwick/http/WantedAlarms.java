package io.bailiwick.http;

import io.bailiwick.entity.WatchedAlarms;
import io.bailiwick.query.Reads;
import io.bailiwick.scope.BurnTerms;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.webhook.query.WantedBurns;
import io.bailiwick.webhook.query.WantedUtilizations;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorSystem;

/** What webhooks want to be told of ledgers, as the entities of this node ask for it. */
record WantedAlarms(WantedUtilizations wantedUtilizations, WantedBurns wantedBurns)
    implements WatchedAlarms {

  /** How long a threshold of a webhook that was made or changed is not watched for. */
  private static final Duration UTILIZATIONS_INTERVAL = Duration.ofSeconds(2);

  /** The same for burn rates: nothing is unusual before three windows of a minute at least. */
  private static final Duration BURNS_INTERVAL = Duration.ofSeconds(10);

  /** Looks for it again and again, until the system stops. */
  static WantedAlarms start(ActorSystem<?> system, Reads reads) {
    WantedAlarms wanted = new WantedAlarms(new WantedUtilizations(reads), new WantedBurns(reads));
    Upkeep.repeat(
        system,
        UTILIZATIONS_INTERVAL,
        wanted.wantedUtilizations::refresh,
        "what webhooks want to be told of was not read");
    Upkeep.repeat(
        system,
        BURNS_INTERVAL,
        wanted.wantedBurns::refresh,
        "the burn rates that webhooks name were not read");
    return wanted;
  }

  @Override
  public List<Integer> utilizations(TenantId tenant) {
    return wantedUtilizations.of(tenant);
  }

  @Override
  public List<BurnTerms> burns(TenantId tenant) {
    return wantedBurns.of(tenant);
  }
}
