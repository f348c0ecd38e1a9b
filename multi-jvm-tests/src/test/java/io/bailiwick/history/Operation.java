package io.bailiwick.history;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Tenancy;

/**
 * Something that a client wants done, complete enough to ask for it again under the same key.
 *
 * @param scope the deepest one of its path
 * @param subject the reservation that it is about; empty where it is about none
 */
public record Operation(Kind kind, String scope, String subject, ObjectNode body) {
  /** What it is. */
  public enum Kind {
    RESERVE,
    COMMIT,
    RELEASE,
    EXTEND,
    EVENT,
    CREDIT,
    /** Of the tenant. */
    CLOSE
  }

  public String key() {
    return body.path("idempotency_key").asText();
  }

  public String tenant() {
    return Tenancy.owner(scope);
  }

  /** Asks for it, as its tenant. */
  public Reply send(Tenancy tenancy) {
    return switch (kind) {
      case RESERVE -> tenancy.agent().reserve(body);
      case COMMIT -> tenancy.agent().commit(subject, body);
      case RELEASE -> tenancy.agent().release(subject, body);
      case EXTEND -> tenancy.agent().extend(subject, body);
      case EVENT -> tenancy.agent().event(body);
      case CREDIT -> tenancy.operator().fund(scope, body);
      case CLOSE -> tenancy.operator().updateTenant(tenant(), body);
    };
  }
}
