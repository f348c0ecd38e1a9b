package io.bailiwick.entity;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.bailiwick.protocol.BookMessage;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.scope.BudgetReply;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WaitingCallersTest {

  private final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString("pekko.fail-mixed-versions = off")
              .withFallback(ConfigFactory.load()));
  private final TestProbe<Object> asking = kit.createTestProbe();
  private final WaitingCallers callers = new WaitingCallers();

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void tellsThoseWhoStillWait() {
    AskCaller answered = caller();
    callers.took(message(answered));
    callers.took(message(caller()));
    callers.answered(answered);

    callers.failAll("is gone");

    asking.expectMessage(new BudgetReply.Unavailable("is gone"));
    asking.expectNoMessage();
  }

  @Test
  void aRequestThatCameTwiceIsAnsweredForEachTimeItCame() {
    AskCaller first = caller();
    AskCaller again = caller();
    assertThat(again).as("as another node says it again").isEqualTo(first);
    callers.took(message(first));
    callers.took(message(again));
    callers.answered(first);
    callers.answered(again);

    callers.failAll("is gone");

    asking.expectNoMessage();
  }

  @Test
  void nobodyWaitsForWhatWasPassedOnThoughItCameTwice() {
    ScopeMessage.Budget message = message(caller());
    callers.took(message);
    callers.took(message);
    callers.passedOn(message);

    callers.failAll("is gone");

    asking.expectNoMessage();
  }

  @Test
  void whoeverAsksForSomethingIsTold() {
    List<EntityMessage> asked =
        List.of(
            message(caller()),
            new ScopeMessage.OfTenant(null, null, caller()),
            new ScopeMessage.OfPolicy(null, null, caller()),
            new BookMessage.Ask(null, null, caller()));
    for (EntityMessage message : asked) {
      callers.took(message);
      WaitingCallers.refuse(message, "is moving");
      asking.expectMessage(new BudgetReply.Unavailable("is moving"));
      callers.failAll("is gone");
      asking.expectMessage(new BudgetReply.Unavailable("is gone"));
    }
  }

  private AskCaller caller() {
    return new AskCaller(asking.ref(), AskCaller.Kind.BUDGET);
  }

  private static ScopeMessage.Budget message(AskCaller caller) {
    return new ScopeMessage.Budget(null, null, 0, caller);
  }
}
