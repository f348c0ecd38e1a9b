package io.bailiwick.history;

import io.bailiwick.harness.Reply;

/**
 * What became of an operation, as far as its client knows. Keeps what is judged and not the whole
 * answer: there are many.
 *
 * @param status of the answer; 0 while there is none
 * @param reservationId the one that was made, or that it was about; empty for others
 * @param charged by a commit or an event
 * @param expiresAtMs the end of the lease that the answer told; 0 where it told none
 */
public record Outcome(
    Operation operation, int status, String reservationId, long charged, long expiresAtMs) {

  static Outcome unknown(Operation operation) {
    return new Outcome(operation, 0, operation.subject(), 0, 0);
  }

  /** As the answer says. */
  public static Outcome of(Operation operation, Reply reply) {
    boolean isMade = operation.kind() == Operation.Kind.RESERVE;
    return new Outcome(
        operation,
        reply.status(),
        isMade ? reply.reservationId() : operation.subject(),
        reply.isSuccess() ? charged(operation, reply) : 0,
        reply.body().path("expires_at_ms").asLong());
  }

  private static long charged(Operation operation, Reply reply) {
    return switch (operation.kind()) {
      case COMMIT -> reply.amount("charged");
      case EVENT ->
          reply.has("charged")
              ? reply.amount("charged")
              : operation.body().path("actual").path("amount").asLong();
      case RESERVE, RELEASE, EXTEND, CREDIT -> 0;
    };
  }

  public boolean isUnknown() {
    return status == 0 || status >= 500;
  }

  public boolean isAcknowledged() {
    return !isUnknown() && status < 300;
  }
}
