package io.bailiwick.idempotency;

import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Client;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;

/** Makes an agent that repeats a key in the header of all its requests. */
final class KeyHeaderAgent extends Client {
  private final Agent plain;
  private final String key;

  KeyHeaderAgent(Agent plain, String key) {
    super(plain.client());
    this.plain = plain;
    this.key = key;
  }

  Agent agent() {
    return new Agent(this, plain.tenant(), plain.secret());
  }

  @Override
  public Reply send(Request request) {
    return super.send(request.with("X-Idempotency-Key", key));
  }
}
