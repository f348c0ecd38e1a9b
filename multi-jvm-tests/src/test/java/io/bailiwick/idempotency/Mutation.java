package io.bailiwick.idempotency;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Tenancy;

/**
 * Every operation that takes a key, in one shape: a body for a key, the same with other contents,
 * and a way to send it. {@code subject} is a reservation where the operation is about one.
 */
enum Mutation {
  RESERVE {
    @Override
    ObjectNode body(Tenancy tenancy, String key) {
      return Bodies.reserve(key, tenancy.leaf(), 10);
    }

    @Override
    Reply send(Tenancy tenancy, String subject, ObjectNode body) {
      return tenancy.agent().reserve(body);
    }
  },
  DRY_RUN {
    @Override
    ObjectNode body(Tenancy tenancy, String key) {
      return Bodies.reserve(key, tenancy.leaf(), 10).put("dry_run", true);
    }

    @Override
    Reply send(Tenancy tenancy, String subject, ObjectNode body) {
      return tenancy.agent().reserve(body);
    }
  },
  DECIDE {
    @Override
    ObjectNode body(Tenancy tenancy, String key) {
      return Bodies.reserve(key, tenancy.leaf(), 10);
    }

    @Override
    Reply send(Tenancy tenancy, String subject, ObjectNode body) {
      return tenancy.agent().decide(body);
    }
  },
  COMMIT {
    @Override
    ObjectNode body(Tenancy tenancy, String key) {
      return Bodies.commit(key, 7);
    }

    @Override
    Reply send(Tenancy tenancy, String subject, ObjectNode body) {
      return tenancy.agent().commit(subject, body);
    }
  },
  RELEASE {
    @Override
    ObjectNode body(Tenancy tenancy, String key) {
      return Bodies.release(key);
    }

    @Override
    Reply send(Tenancy tenancy, String subject, ObjectNode body) {
      return tenancy.agent().release(subject, body);
    }

    @Override
    ObjectNode otherBody(Tenancy tenancy, String key) {
      return body(tenancy, key).put("reason", "another one");
    }
  },
  EXTEND {
    @Override
    ObjectNode body(Tenancy tenancy, String key) {
      return Bodies.extend(key, 1_000);
    }

    @Override
    Reply send(Tenancy tenancy, String subject, ObjectNode body) {
      return tenancy.agent().extend(subject, body);
    }
  },
  EVENT {
    @Override
    ObjectNode body(Tenancy tenancy, String key) {
      return Bodies.event(key, tenancy.leaf(), 10);
    }

    @Override
    Reply send(Tenancy tenancy, String subject, ObjectNode body) {
      return tenancy.agent().event(body);
    }
  },
  FUND {
    @Override
    ObjectNode body(Tenancy tenancy, String key) {
      return Json.object(
          "idempotency_key", key, "operation", "CREDIT", "amount", Json.amount(Bodies.UNIT, 10));
    }

    @Override
    Reply send(Tenancy tenancy, String subject, ObjectNode body) {
      return tenancy.operator().fund(tenancy.leaf(), body);
    }
  };

  abstract ObjectNode body(Tenancy tenancy, String key);

  /** Something else under the same key. */
  ObjectNode otherBody(Tenancy tenancy, String key) {
    return body(tenancy, key).set("metadata", Json.object("other", true));
  }

  abstract Reply send(Tenancy tenancy, String subject, ObjectNode body);

  /** A reservation for the operation to be about. */
  static String reservation(Agent agent, String scope, String key) {
    return agent.reserved("subject-" + key, scope, 100);
  }
}
