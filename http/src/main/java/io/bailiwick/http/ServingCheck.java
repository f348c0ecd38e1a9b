package io.bailiwick.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.apache.pekko.actor.ActorSystem;

/**
 * The node's own part in the readiness that the management listener tells. Made by Pekko
 * Management, which is told its name in {@code pekko-management.conf}.
 */
public final class ServingCheck implements Supplier<CompletionStage<Boolean>> {

  private final ActorSystem system;

  public ServingCheck(ActorSystem system) {
    this.system = system;
  }

  @Override
  public CompletionStage<Boolean> get() {
    boolean isServing =
        system
            .settings()
            .setup()
            .get(NodeSetup.class)
            .map(setup -> setup.isServing().get())
            .orElse(false);
    return CompletableFuture.completedFuture(isServing);
  }
}
