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
 * @param refusal code and scope of a refusal; null where it is none
 * @param span from the first request to the answer that told it
 */
public record Outcome(
    Operation operation,
    int status,
    String reservationId,
    long charged,
    long expiresAtMs,
    Refusal refusal,
    Span span) {

  /** Why it was not done, and where; the scope is empty where the answer names none. */
  public record Refusal(String code, String scope) {
    static Refusal of(Reply reply) {
      return new Refusal(reply.error(), reply.body().at("/details/scope").asText());
    }
  }

  static Outcome unknown(Operation operation, Span span) {
    return new Outcome(operation, 0, operation.subject(), 0, 0, null, span);
  }

  /** As the answer says. */
  public static Outcome of(Operation operation, Reply reply, Span span) {
    boolean isMade = operation.kind() == Operation.Kind.RESERVE;
    return new Outcome(
        operation,
        reply.status(),
        isMade ? reply.reservationId() : operation.subject(),
        reply.isSuccess() ? charged(operation, reply) : 0,
        reply.body().path("expires_at_ms").asLong(),
        reply.isSuccess() ? null : Refusal.of(reply),
        span);
  }

  private static long charged(Operation operation, Reply reply) {
    return switch (operation.kind()) {
      case COMMIT -> reply.amount("charged");
      case EVENT ->
          reply.has("charged")
              ? reply.amount("charged")
              : operation.body().path("actual").path("amount").asLong();
      case RESERVE, RELEASE, EXTEND, CREDIT, CLOSE -> 0;
    };
  }

  public boolean isUnknown() {
    return status == 0 || status >= 500;
  }

  public boolean isAcknowledged() {
    return !isUnknown() && status < 300;
  }
}
