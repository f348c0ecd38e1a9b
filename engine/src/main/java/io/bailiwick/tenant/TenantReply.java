package io.bailiwick.tenant;

import io.bailiwick.refusal.Refusal;

/** What became of a {@link TenantCommand}. */
public sealed interface TenantReply {

  /** Made just now. */
  record Created(Tenant tenant) implements TenantReply {}

  /** It was there already, under the same name. */
  record Existing(Tenant tenant) implements TenantReply {}

  /** As it is after the change; for a close, after everything that it owned has been closed. */
  record Updated(Tenant tenant) implements TenantReply {}

  /**
   * Closed for everybody and everything: no change of anything that it owned can succeed any more.
   * What is left is to end what can do nothing now, its keys for instance, and that goes on.
   */
  record Closing(Tenant tenant) implements TenantReply {}

  record Refused(Refusal refusal) implements TenantReply {}

  /** No answer in time; what happened is not known. */
  record Unavailable(String reason) implements TenantReply {}
}
