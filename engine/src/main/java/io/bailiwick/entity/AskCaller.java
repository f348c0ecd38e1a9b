package io.bailiwick.entity;

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
    },
    BUDGET {
      @Override
      Object unavailable(String reason) {
        return new BudgetReply.Unavailable(reason);
      }
    },
    TENANT {
      @Override
      Object unavailable(String reason) {
        return new TenantReply.Unavailable(reason);
      }
    };

    /** That there is no answer, in this kind of reply. */
    abstract Object unavailable(String reason);
  }

  void reply(Object reply) {
    replyTo.tell(reply);
  }

  void replyUnavailable(String reason) {
    reply(kind.unavailable(reason));
  }
}
