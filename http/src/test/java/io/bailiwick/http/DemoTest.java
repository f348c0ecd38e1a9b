package io.bailiwick.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.apikey.ApiKey;
import io.bailiwick.apikey.ApiKeyCommand;
import io.bailiwick.apikey.ApiKeyReply;
import io.bailiwick.apikey.ApiKeys;
import io.bailiwick.apikey.Authentication;
import io.bailiwick.http.route.Routes;
import io.bailiwick.record.Origin;
import io.bailiwick.scope.BudgetReply;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantReply;
import io.bailiwick.tenant.TenantRules;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The demo has patience with a server that is slow, and none with one that refuses. */
class DemoTest {

  private static final TenantReply NO_ANSWER = new TenantReply.Unavailable("no answer in time");

  private final ArrayDeque<TenantReply> replies = new ArrayDeque<>();

  @Test
  void asksAgainWhatHadNoAnswer() throws Exception {
    replies.addAll(List.of(NO_ANSWER, NO_ANSWER, new TenantReply.Existing(null)));
    assertThat(prepare().get(10, TimeUnit.SECONDS)).contains("KEY=the-secret");
    assertThat(replies).isEmpty();
  }

  @Test
  void saysAtOnceWhatIsRefused() {
    replies.add(new TenantReply.Refused(TenantRules.closed(new TenantId("demo"))));
    replies.add(new TenantReply.Existing(null));
    assertThat(prepare())
        .failsWithin(10, TimeUnit.SECONDS)
        .withThrowableOfType(ExecutionException.class)
        .withMessageContaining("cannot be prepared");
    assertThat(replies).hasSize(1);
  }

  private CompletableFuture<String> prepare() {
    Routes.Engine engine =
        new Routes.Engine(
            null,
            (command, origin) -> CompletableFuture.completedFuture(new BudgetReply.Opened(null)),
            (command, origin) -> CompletableFuture.completedFuture(replies.poll()),
            null,
            new OneKey(),
            null,
            null,
            null);
    return new Demo(engine, 1).prepare().thenApply(Demo.Prepared::text).toCompletableFuture();
  }

  private static final class OneKey implements ApiKeys {
    @Override
    public CompletionStage<ApiKeyReply> ask(ApiKeyCommand command, Origin origin) {
      return CompletableFuture.completedFuture(new ApiKeyReply.Created(null, "the-secret"));
    }

    @Override
    public CompletionStage<Authentication> authenticate(String secret, String sourceIp) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void noteScope(ApiKey key, ScopePath scope) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Authentication> validate(String secret) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<List<ApiKey>> revokeAllOf(
        TenantId tenant, String reason, Origin origin) {
      throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<List<TenantId>> closedWithKeys(String after, int limit) {
      throw new UnsupportedOperationException();
    }
  }
}
