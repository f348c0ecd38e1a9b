package io.bailiwick.entity;

import io.bailiwick.policy.PolicyReply;
import io.bailiwick.protocol.Caller;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.scope.BudgetReply;
import io.bailiwick.tenant.TenantReply;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Somebody on any node who waits for one reply.
 *
 * @param kind of reply
 */
public record AskCaller(ActorRef<Object> replyTo, Kind kind) implements Caller {

  /** Which replies the caller understands. */
  public enum Kind {
    RESERVATION {
      @Override
      Object unavailable(String reason) {
        return new ReservationReply.Unavailable(reason);
      }

      @Override
      boolean isUnavailable(Object reply) {
        return reply instanceof ReservationReply.Unavailable;
      }
    },
    BUDGET {
      @Override
      Object unavailable(String reason) {
        return new BudgetReply.Unavailable(reason);
      }

      @Override
      boolean isUnavailable(Object reply) {
        return reply instanceof BudgetReply.Unavailable;
      }
    },
    TENANT {
      @Override
      Object unavailable(String reason) {
        return new TenantReply.Unavailable(reason);
      }

      @Override
      boolean isUnavailable(Object reply) {
        return reply instanceof TenantReply.Unavailable;
      }
    },
    POLICY {
      @Override
      Object unavailable(String reason) {
        return new PolicyReply.Unavailable(reason);
      }

      @Override
      boolean isUnavailable(Object reply) {
        return reply instanceof PolicyReply.Unavailable;
      }
    };

    /** That there is no answer, in this kind of reply. */
    abstract Object unavailable(String reason);

    /** Whether it says that there is no answer. */
    abstract boolean isUnavailable(Object reply);
  }

  void reply(Object reply) {
    replyTo.tell(reply);
  }

  void replyUnavailable(String reason) {
    reply(kind.unavailable(reason));
  }
}
