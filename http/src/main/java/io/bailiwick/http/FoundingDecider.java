package io.bailiwick.http;

import io.bailiwick.entity.Founding;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.management.cluster.bootstrap.ClusterBootstrapSettings;
import org.apache.pekko.management.cluster.bootstrap.JoinDecision;
import org.apache.pekko.management.cluster.bootstrap.JoinSelf$;
import org.apache.pekko.management.cluster.bootstrap.KeepProbing$;
import org.apache.pekko.management.cluster.bootstrap.LowestAddressJoinDecider;
import org.apache.pekko.management.cluster.bootstrap.SeedNodesInformation;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/**
 * Decides as Cluster Bootstrap does, but that the node which would found a cluster goes on looking
 * for others while one lives. Made by Cluster Bootstrap, which is told its name in {@code
 * pekko-management.conf}.
 */
public final class FoundingDecider extends LowestAddressJoinDecider {

  private final Founding founding;

  public FoundingDecider(ActorSystem system, ClusterBootstrapSettings settings) {
    super(system, settings);
    this.founding = system.settings().setup().get(Founding.class).orElseThrow();
  }

  @Override
  public Future<JoinDecision> decide(SeedNodesInformation information) {
    return FutureConverters.asScala(
        FutureConverters.asJava(super.decide(information)).thenCompose(this::orKeepProbing));
  }

  private CompletionStage<JoinDecision> orKeepProbing(JoinDecision decision) {
    return decision.equals(JoinSelf$.MODULE$)
        ? founding.mayFound().thenApply(may -> may ? decision : KeepProbing$.MODULE$)
        : CompletableFuture.completedFuture(decision);
  }
}
