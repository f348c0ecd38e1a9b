package io.bailiwick.apikey;

import io.bailiwick.record.Origin;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Keys and what they say about a request. Thread-safe; never blocks. A stage fails when the store
 * does not answer, and then nothing is known of what was asked.
 */
public interface ApiKeys {

  /** Life of a key that asks for none. */
  Duration DEFAULT_LIFE = Duration.ofDays(90);

  /**
   * Who this is. From memory for a key that was found good a moment ago. A good one has been used.
   *
   * @param sourceIp where the request comes from, or null
   */
  CompletionStage<Authentication> authenticate(String secret, String sourceIp);

  /** Notes the scope that a request with a good key names and the key reaches. */
  void noteScope(ApiKey key, ScopePath scope);

  /** The same, looked up now whatever is in memory, and whether the tenant is suspended. */
  CompletionStage<Authentication> validate(String secret);

  /**
   * Makes, changes or ends a key.
   *
   * @param origin is kept with what is told of the change, which is written with it
   */
  CompletionStage<ApiKeyReply> ask(ApiKeyCommand command, Origin origin);

  /**
   * Ends all keys of a tenant that is closed; done again it ends what is left. When it completes,
   * none of the tenant's keys authenticates anybody, on any node, and none can be made.
   *
   * @param origin of the close; null where none is known
   * @return the keys that were ended by this
   */
  CompletionStage<List<ApiKey>> revokeAllOf(TenantId tenant, String reason, Origin origin);

  /**
   * Closed tenants with keys that are not revoked: what is left for {@link #revokeAllOf}.
   *
   * @param after the last one of the look before, so that none keeps another from its turn; empty
   *     for the first look
   * @param limit of tenants
   */
  CompletionStage<List<TenantId>> closedWithKeys(String after, int limit);
}
