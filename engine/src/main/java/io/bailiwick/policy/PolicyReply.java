package io.bailiwick.policy;

import io.bailiwick.refusal.Refusal;

/** What became of a {@link PolicyCommand}. */
public sealed interface PolicyReply {

  record Created(Policy policy) implements PolicyReply {}

  record Updated(Policy policy) implements PolicyReply {}

  record Refused(Refusal refusal) implements PolicyReply {}

  /** No answer in time; what happened is not known. */
  record Unavailable(String reason) implements PolicyReply {}
}
