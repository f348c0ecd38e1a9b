package io.bailiwick.http.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.amount.Amount;
import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.reservation.Purpose;
import io.bailiwick.reservation.RequestKey;
import io.bailiwick.reservation.ReservationCommand;
import io.bailiwick.tenant.TenantId;
import java.util.Set;

/** A request that says for itself where it acts: reserve, decide, or an event. Well-formed. */
public sealed interface SubjectRequest {

  /**
   * What is asked of the engine for {@code owner}, whose key it is; a foreign subject is a problem.
   */
  ReservationCommand command(TenantId owner);

  /** For whom and what for, for readers. */
  Purpose purpose();

  /** A {@code POST /v1/decide}. */
  static SubjectRequest decide(ObjectNode body, String keyHeader) {
    Members members = Members.of(body, Decide.KNOWN);
    Subject subject = Subject.read(members);
    String action = Parts.action(members);
    Amount estimate = members.amount("estimate");
    members.freeOrNull("metadata");
    String key = Parts.key(members, keyHeader);
    return new Decide(
        new RequestKey(key, PayloadHash.of(Parts.judged(body, subject, action))),
        subject,
        estimate,
        new Purpose(subject.text(), action, null));
  }

  /**
   * A {@code POST /v1/reservations}.
   *
   * @param graceMs of requests that name none
   */
  static SubjectRequest reserve(ObjectNode body, String keyHeader, long graceMs) {
    Members members = Members.of(body, Reserve.KNOWN);
    Subject subject = Subject.read(members);
    String action = Parts.action(members);
    Amount estimate = members.amount("estimate");
    Long ttlMs = members.integerOrNull("ttl_ms", 1_000, 86_400_000);
    Long grace = members.integerOrNull("grace_period_ms", 0, 60_000);
    OveragePolicy policy = members.choiceOrNull("overage_policy", OveragePolicy.class);
    Boolean dryRun = members.flagOrNull("dry_run");
    String metadata = members.canonicalOrNull("metadata");
    String key = Parts.key(members, keyHeader);

    long effectiveGraceMs = grace == null ? graceMs : grace;
    boolean isDryRun = Boolean.TRUE.equals(dryRun);
    // Who leaves a default out asks for the same as who writes it down.
    ObjectNode whole = Parts.judged(body, subject, action);
    whole.put("grace_period_ms", effectiveGraceMs).put("dry_run", isDryRun);
    return new Reserve(
        new RequestKey(key, PayloadHash.of(whole)),
        subject,
        estimate,
        ttlMs,
        effectiveGraceMs,
        policy,
        isDryRun,
        new Purpose(subject.text(), action, metadata));
  }

  /** A {@code POST /v1/events}. */
  static SubjectRequest event(ObjectNode body, String keyHeader) {
    Members members = Members.of(body, Event.KNOWN);
    Subject subject = Subject.read(members);
    String action = Parts.action(members);
    Amount actual = members.amount("actual");
    OveragePolicy policy = members.choiceOrNull("overage_policy", OveragePolicy.class);
    String note = Parts.note(members);
    String key = Parts.key(members, keyHeader);
    // The client's clock decides nothing: who sends an event again may have stamped it anew.
    ObjectNode judged = Parts.judged(body, subject, action);
    judged.remove(Parts.CLIENT_TIME);
    return new Event(
        new RequestKey(key, PayloadHash.of(judged)),
        subject,
        actual,
        policy,
        new Purpose(subject.text(), action, note));
  }

  /** Asks without holding. */
  record Decide(RequestKey key, Subject subject, Amount estimate, Purpose purpose)
      implements SubjectRequest {
    private static final Set<String> KNOWN =
        Set.of(Parts.KEY, "subject", "action", "estimate", "metadata");

    @Override
    public ReservationCommand command(TenantId owner) {
      return new ReservationCommand.Decide(key, subject.path(owner), estimate);
    }
  }

  /** Holds, or judges as if it held. */
  record Reserve(
      RequestKey key,
      Subject subject,
      Amount estimate,
      Long ttlMs,
      long graceMs,
      OveragePolicy overagePolicy,
      boolean dryRun,
      Purpose purpose)
      implements SubjectRequest {
    private static final Set<String> KNOWN =
        Set.of(
            Parts.KEY,
            "subject",
            "action",
            "estimate",
            "ttl_ms",
            "grace_period_ms",
            "overage_policy",
            "dry_run",
            "metadata");

    @Override
    public ReservationCommand command(TenantId owner) {
      return new ReservationCommand.Reserve(
          key, subject.path(owner), estimate, ttlMs, graceMs, overagePolicy, dryRun, purpose);
    }
  }

  /** Debits without a reservation. */
  record Event(
      RequestKey key, Subject subject, Amount actual, OveragePolicy overagePolicy, Purpose purpose)
      implements SubjectRequest {
    private static final Set<String> KNOWN =
        Set.of(
            Parts.KEY,
            "subject",
            "action",
            "actual",
            "overage_policy",
            "metrics",
            Parts.CLIENT_TIME,
            "metadata");

    @Override
    public ReservationCommand command(TenantId owner) {
      return new ReservationCommand.Debit(key, subject.path(owner), actual, overagePolicy, purpose);
    }
  }
}
