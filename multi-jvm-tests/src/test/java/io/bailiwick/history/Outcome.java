package io.bailiwick.history;

import io.bailiwick.harness.Reply;

/**
 * What became of an operation, as far as its client knows.
 *
 * @param reply null while that is unknown
 */
public record Outcome(Operation operation, Reply reply) {

  public boolean isUnknown() {
    return reply == null || reply.isUnknown();
  }

  public boolean isAcknowledged() {
    return !isUnknown() && reply.isSuccess();
  }

  /** The reservation that was made, or that it was about. */
  public String reservationId() {
    return operation.kind() == Operation.Kind.RESERVE ? reply.reservationId() : operation.subject();
  }

  /** What a commit or an event was charged; 0 for everything else. */
  public long charged() {
    return switch (operation.kind()) {
      case COMMIT -> reply.amount("charged");
      case EVENT ->
          reply.has("charged")
              ? reply.amount("charged")
              : operation.body().path("actual").path("amount").asLong();
      case RESERVE, RELEASE, EXTEND, CREDIT -> 0;
    };
  }
}
