package io.bailiwick.http;

import io.bailiwick.amount.Unit;
import io.bailiwick.apikey.ApiKeyCommand;
import io.bailiwick.apikey.ApiKeyReply;
import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.http.error.Problem;
import io.bailiwick.http.error.Throwables;
import io.bailiwick.http.route.Routes;
import io.bailiwick.record.Origin;
import io.bailiwick.scope.BudgetCommand;
import io.bailiwick.scope.BudgetReply;
import io.bailiwick.scope.LedgerTerms;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.ExpiryPolicy;
import io.bailiwick.tenant.TenantCommand;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantReply;
import io.bailiwick.tenant.TenantSettings;
import io.bailiwick.time.Stopwatch;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Something to play with: a tenant, a key and three ledgers, and lines for a shell. What is there
 * from an earlier start stays as it is, but for the key, which nobody can show again.
 */
final class Demo {
  private static final TenantId TENANT = new TenantId("demo");
  private static final Origin ORIGIN = Origin.system("demo");
  private static final Duration TRIED_FOR = Duration.ofSeconds(30);
  private static final Executor AFTER_A_PAUSE =
      CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS);

  /**
   * What is there now.
   *
   * @param secret of a key of the tenant
   * @param text to print
   */
  record Prepared(String secret, String text) {}

  private final Routes.Engine engine;
  private final int port;

  Demo(Routes.Engine engine, int port) {
    this.engine = engine;
    this.port = port;
  }

  /**
   * Makes what is not there, and gives the text to print. On a machine that is busy the first
   * requests of a server can take longer than it lets them: what had no answer is tried again.
   */
  CompletionStage<Prepared> prepare() {
    return prepare(Stopwatch.start());
  }

  private CompletionStage<Prepared> prepare(Stopwatch since) {
    return attempt()
        .exceptionallyCompose(
            failure ->
                isPassing(failure) && since.elapsedNanos() < TRIED_FOR.toNanos()
                    ? CompletableFuture.supplyAsync(() -> since, AFTER_A_PAUSE)
                        .thenCompose(this::prepare)
                    : CompletableFuture.failedFuture(failure));
  }

  private CompletionStage<Prepared> attempt() {
    return tenant()
        .thenCompose(done -> ledger("tenant:demo", 1_000_000))
        .thenCompose(done -> ledger("tenant:demo/app:chat", 200_000))
        .thenCompose(done -> ledger("tenant:demo/app:chat/agent:writer", 50_000))
        .thenCompose(done -> key())
        .thenApply(secret -> new Prepared(secret, text(secret)));
  }

  private CompletionStage<Void> tenant() {
    return engine
        .tenants()
        .ask(
            new TenantCommand.Create(
                TENANT, "Demo", null, TenantSettings.NONE, ExpiryPolicy.AUTO_RELEASE, null),
            ORIGIN)
        .thenCompose(
            reply ->
                switch (reply) {
                  case TenantReply.Created created -> done();
                  case TenantReply.Existing existing -> done();
                  case TenantReply.Updated updated -> failed(updated);
                  case TenantReply.Closing closing -> failed(closing);
                  case TenantReply.Refused refused -> failed(refused);
                  case TenantReply.Unavailable(var reason) -> unavailable(reason);
                });
  }

  private CompletionStage<Void> ledger(String scope, long tokens) {
    return engine
        .budgets()
        .ask(
            new BudgetCommand.Open(
                new ScopePath(scope),
                Unit.TOKENS,
                "led_" + UUID.randomUUID(),
                tokens,
                0,
                new LedgerTerms(null, "NONE", null, null, null)),
            ORIGIN)
        .thenCompose(
            reply ->
                switch (reply) {
                  case BudgetReply.Opened opened -> done();
                  case BudgetReply.Refused(var refusal)
                      when refusal.code() == io.bailiwick.refusal.RefusalCode.DUPLICATE_RESOURCE ->
                      done();
                  case BudgetReply.Refused refused -> failed(refused);
                  case BudgetReply.Changed changed -> failed(changed);
                  case BudgetReply.Funded funded -> failed(funded);
                  case BudgetReply.Unavailable(var reason) -> unavailable(reason);
                });
  }

  private CompletionStage<String> key() {
    return engine
        .keys()
        .ask(new ApiKeyCommand.Create(TENANT, "demo", null, null, null, null, null), ORIGIN)
        .thenCompose(
            reply ->
                reply instanceof ApiKeyReply.Created(var key, var secret)
                    ? CompletableFuture.completedFuture(secret)
                    : CompletableFuture.failedFuture(unexpected(reply)));
  }

  private static CompletionStage<Void> done() {
    return CompletableFuture.completedFuture(null);
  }

  /** Whether a client would be told to try again. */
  private static boolean isPassing(Throwable failure) {
    return Throwables.problem(failure).status() == 503;
  }

  private static CompletionStage<Void> unavailable(String reason) {
    return CompletableFuture.failedFuture(
        Problem.of(503, ErrorCode.INTERNAL_ERROR, "the demo cannot be prepared: " + reason));
  }

  private static CompletionStage<Void> failed(Object reply) {
    return CompletableFuture.failedFuture(unexpected(reply));
  }

  private static IllegalStateException unexpected(Object reply) {
    return new IllegalStateException("the demo cannot be prepared: " + reply);
  }

  /** The lines of the first five minutes, with port and key filled in. */
  private String text(String secret) {
    return """

    A tenant "demo" with a key and three ledgers of tokens is there. Paste into a second terminal:

    KEY=%2$s

    curl -s localhost:%1$d/v1/reservations -H "X-Cycles-API-Key: $KEY" -H 'Content-Type: application/json' -d '{"idempotency_key": "draft-1", "subject": {"tenant": "demo", "app": "chat", "agent": "writer"}, "action": {"kind": "llm.completion", "name": "draft"}, "estimate": {"unit": "TOKENS", "amount": 4000}}'

    ID=$(curl -s 'localhost:%1$d/v1/reservations?idempotency_key=draft-1' -H "X-Cycles-API-Key: $KEY" | sed 's/.*"reservation_id":"\\([^"]*\\)".*/\\1/')

    curl -s localhost:%1$d/v1/reservations/$ID/commit -H "X-Cycles-API-Key: $KEY" -H 'Content-Type: application/json' -d '{"idempotency_key": "draft-1-done", "actual": {"unit": "TOKENS", "amount": 3100}}'

    curl -s 'localhost:%1$d/v1/balances?tenant=demo' -H "X-Cycles-API-Key: $KEY"

    curl -s localhost:%1$d/v1/reservations -H "X-Cycles-API-Key: $KEY" -H 'Content-Type: application/json' -d '{"idempotency_key": "novel-1", "subject": {"tenant": "demo", "app": "chat", "agent": "writer"}, "action": {"kind": "llm.completion", "name": "novel"}, "estimate": {"unit": "TOKENS", "amount": 60000}}'

    curl -s 'localhost:%1$d/v1/reservations?status=COMMITTED' -H "X-Cycles-API-Key: $KEY"

    In a browser: http://localhost:%1$d/api
    """
        .formatted(port, secret);
  }
}
