package io.bailiwick.operation;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a request can name: things of one tenant, or of nobody.
 *
 * @param key an idempotency key
 */
record Names(
    String tenant,
    String reservation,
    String policy,
    String apiKey,
    String webhook,
    String event,
    String key) {

  static final String LEAF = "app:chat/agent:writer";

  String scope(String below) {
    return "tenant:" + tenant + (below.isEmpty() ? "" : "/" + below);
  }

  /** The same tenant, and ids of their kinds that nothing has. */
  Names ofNothing() {
    String random = Long.toString(ThreadLocalRandom.current().nextLong(1L << 40, 1L << 45), 36);
    return new Names(
        tenant,
        tenant + ".0.1." + random,
        "pol_" + tenant + "_" + random,
        "key_" + random,
        "whsub_" + random,
        "evt_" + random,
        key);
  }

  /** Ids of their kinds of a tenant that is not there. */
  Names ofNobody() {
    String random = Long.toString(ThreadLocalRandom.current().nextLong(1L << 40, 1L << 45), 36);
    return new Names("no-" + random, "", "", "", "", "", key).ofNothing();
  }

  /** {@code text} without what only these names are in it. */
  String hidden(String text) {
    String hidden = text;
    for (String name : List.of(reservation, policy, apiKey, webhook, event, tenant)) {
      hidden = hidden.replace(name, "~");
    }
    return hidden;
  }
}
