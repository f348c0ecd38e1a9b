package io.bailiwick.entity;

import io.bailiwick.apikey.ApiKeyCommand;
import io.bailiwick.apikey.ApiKeyReply;
import io.bailiwick.apikey.query.StoredApiKeys;
import io.bailiwick.config.Secret;
import io.bailiwick.config.Settings;
import io.bailiwick.query.Reads;
import io.bailiwick.record.EventCategory;
import io.bailiwick.record.EventType;
import io.bailiwick.record.Origin;
import io.bailiwick.record.query.RecordedHistory;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.webhook.CallResult;
import io.bailiwick.webhook.Endpoints;
import io.bailiwick.webhook.EventSelection;
import io.bailiwick.webhook.RetryPolicy;
import io.bailiwick.webhook.WebhookCaller;
import io.bailiwick.webhook.WebhookCommand;
import io.bailiwick.webhook.WebhookCredentials;
import io.bailiwick.webhook.WebhookOwner;
import io.bailiwick.webhook.WebhookPatch;
import io.bailiwick.webhook.WebhookReply;
import io.bailiwick.webhook.WebhookSecurity;
import io.bailiwick.webhook.WebhookStatus;
import io.bailiwick.webhook.WebhookTerms;
import io.bailiwick.webhook.query.StoredWebhooks;
import io.bailiwick.webhook.query.WebhookVault;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Keys and webhooks of a run, and what has to be told of what was done with them. */
final class OwnedRun implements Endpoints {

  private final Random random;
  private final StoredApiKeys keys;
  private final StoredWebhooks webhooks;

  /** Those that were made and not ended yet, by tenant. */
  private final Map<TenantId, Queue<String>> madeKeys;

  private final Map<TenantId, Queue<String>> madeWebhooks;

  /** How often an event of each type must have been told, and how often an operation audited. */
  private final Map<String, Integer> expected;

  OwnedRun(TestNode node, Settings settings, Random random, Map<String, Integer> expected) {
    this(node, settings, random, expected, new ConcurrentHashMap<>(), new ConcurrentHashMap<>());
  }

  /** Goes on after a restart. */
  OwnedRun on(TestNode node, Settings settings) {
    return new OwnedRun(node, settings, random, expected, madeKeys, madeWebhooks);
  }

  private OwnedRun(
      TestNode node,
      Settings settings,
      Random random,
      Map<String, Integer> expected,
      Map<TenantId, Queue<String>> madeKeys,
      Map<TenantId, Queue<String>> madeWebhooks) {
    this.madeKeys = madeKeys;
    this.madeWebhooks = madeWebhooks;
    Reads reads = StoreReads.of(node.system, node.store).lists();
    this.random = random;
    this.expected = expected;
    this.keys =
        new StoredApiKeys(
            reads,
            node.writer,
            settings.auth(),
            new Secret("p".repeat(32)),
            false,
            InstantSource.system());
    this.webhooks =
        new StoredWebhooks(
            reads,
            node.writer,
            new WebhookVault(new Secret(Base64.getEncoder().encodeToString(new byte[32]))),
            this,
            new RecordedHistory(reads),
            InstantSource.system());
  }

  CompletionStage<?> next(TenantId tenant, Origin origin) {
    return random.nextInt(3) == 0 ? key(tenant, origin) : webhook(tenant, origin);
  }

  /** What the server does at the close of a tenant. */
  CompletionStage<?> end(TenantId tenant, Origin origin) {
    return webhooks
        .disableAllOf(tenant, origin)
        .thenCompose(done -> keys.revokeAllOf(tenant, "tenant_closed", origin))
        .thenAccept(
            revoked -> {
              count("api_key.revoked_via_tenant_cascade", remaining(madeKeys, tenant));
              count("webhook.disabled_via_tenant_cascade", remaining(madeWebhooks, tenant));
            });
  }

  /** Each is counted once, however often the end is asked for. */
  private static int remaining(Map<TenantId, Queue<String>> made, TenantId tenant) {
    Queue<String> left = made.remove(tenant);
    return left == null ? 0 : left.size();
  }

  /** One more webhook. */
  CompletionStage<?> make(TenantId tenant, Origin origin) {
    return webhooks
        .ask(create(tenant), origin)
        .thenAccept(reply -> made(reply, of(madeWebhooks, tenant), origin));
  }

  private CompletionStage<?> key(TenantId tenant, Origin origin) {
    Queue<String> made = of(madeKeys, tenant);
    String one = random.nextBoolean() ? null : made.poll();
    ApiKeyCommand command =
        one == null
            ? new ApiKeyCommand.Create(tenant, "k", null, null, null, null, null)
            : new ApiKeyCommand.Revoke(one, "why");
    return keys.ask(command, origin)
        .thenAccept(
            reply -> {
              if (reply instanceof ApiKeyReply.Created created) {
                made.add(created.key().keyId());
                told("api_key.created", origin);
              } else if (reply instanceof ApiKeyReply.Revoked) {
                told("api_key.revoked", origin);
              } else if (one != null) {
                made.add(one);
              }
            });
  }

  private CompletionStage<?> webhook(TenantId tenant, Origin origin) {
    Queue<String> made = of(madeWebhooks, tenant);
    int roll = random.nextInt(6);
    String one = roll == 0 ? made.poll() : made.peek();
    if (one == null || roll == 1) {
      return make(tenant, origin);
    }
    return switch (roll) {
      case 0 ->
          webhooks
              .ask(new WebhookCommand.Delete(WebhookCaller.OPERATOR, one), origin)
              .thenAccept(
                  reply -> {
                    if (reply instanceof WebhookReply.Deleted) {
                      told("webhook.deleted", origin);
                    } else {
                      made.add(one);
                    }
                  });
      case 2 ->
          webhooks
              .ask(
                  new WebhookCommand.Test(WebhookCaller.OPERATOR, one, "r", "a".repeat(32), "01"),
                  origin)
              .thenAccept(reply -> audited(reply instanceof WebhookReply.Tested, origin));
      case 3 ->
          webhooks
              .ask(
                  new WebhookCommand.Replay(
                      WebhookCaller.OPERATOR, one, 0, Long.MAX_VALUE / 2, null, 1_000),
                  origin)
              .thenAccept(reply -> audited(reply instanceof WebhookReply.Replayed, origin));
      default -> webhooks.ask(update(one), origin).thenAccept(reply -> updated(reply, origin));
    };
  }

  private void made(WebhookReply reply, Queue<String> made, Origin origin) {
    if (reply instanceof WebhookReply.Created created) {
      made.add(created.subscription().id());
      told("webhook.created", origin);
    }
  }

  private void updated(WebhookReply reply, Origin origin) {
    if (reply instanceof WebhookReply.Updated updated && !updated.changedFields().isEmpty()) {
      boolean isStatus = updated.changedFields().contains("status");
      boolean isActive = updated.after().status() == WebhookStatus.ACTIVE;
      told(isStatus ? isActive ? "webhook.resumed" : "webhook.paused" : "webhook.updated", origin);
    }
  }

  private static WebhookCommand.Create create(TenantId tenant) {
    return new WebhookCommand.Create(
        WebhookCaller.OPERATOR,
        WebhookOwner.of(tenant),
        new WebhookTerms(
            null,
            null,
            "https://a.example",
            new EventSelection(
                List.of(EventType.TENANT_CLOSED), List.of(EventCategory.RESERVATION)),
            null,
            null,
            RetryPolicy.DEFAULT,
            1,
            null),
        new WebhookCredentials(null, new TreeMap<>()));
  }

  private WebhookCommand.Update update(String id) {
    WebhookStatus status =
        random.nextBoolean()
            ? null
            : random.nextBoolean() ? WebhookStatus.PAUSED : WebhookStatus.ACTIVE;
    return new WebhookCommand.Update(
        WebhookCaller.OPERATOR,
        id,
        new WebhookPatch(
            "n" + random.nextInt(3),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            status,
            null));
  }

  /** An event, and an entry of its own. */
  private void told(String type, Origin origin) {
    count(type, 1);
    audited(true, origin);
  }

  private void audited(boolean isDone, Origin origin) {
    count(origin.operation(), isDone ? 1 : 0);
  }

  private void count(String what, int times) {
    if (times > 0) {
      expected.merge(what, times, Integer::sum);
    }
  }

  private static Queue<String> of(Map<TenantId, Queue<String>> made, TenantId tenant) {
    return made.computeIfAbsent(tenant, any -> new ConcurrentLinkedQueue<>());
  }

  @Override
  public CompletionStage<Optional<String>> objection(String url, WebhookSecurity security) {
    return CompletableFuture.completedFuture(Optional.empty());
  }

  @Override
  public CompletionStage<CallResult> probe(Probe probe, WebhookSecurity security) {
    return CompletableFuture.completedFuture(new CallResult(200, 1L, null));
  }
}
