package io.bailiwick.policy;

import io.bailiwick.collection.TrieMap;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;

/** What a command does to the policies of a tenant. Pure. */
public final class PolicyRules {

  /**
   * Policies of one tenant, the disabled ones included: they are in the memory of its root. More
   * than anybody keeps an overview of.
   */
  public static final int OF_TENANT_MAX = 1_000;

  /**
   * @param changed the policy as it becomes, or null when nothing changes
   */
  public record Decision(Policy changed, PolicyReply reply) {}

  private PolicyRules() {}

  /**
   * @param policies of the tenant, by id
   */
  public static Decision decide(
      TrieMap<String, Policy> policies, PolicyCommand command, long atMs) {
    return switch (command) {
      case PolicyCommand.Create create -> create(policies, create, atMs);
      case PolicyCommand.Update update -> update(policies, update, atMs);
    };
  }

  /** The tenant has no such policy. */
  public static Refusal notFound(String policy) {
    return Refusal.of(RefusalCode.NOT_FOUND, "Policy not found: " + policy);
  }

  private static Decision create(
      TrieMap<String, Policy> policies, PolicyCommand.Create create, long atMs) {
    Policy before = policies.find(create.policy().text());
    if (before != null) {
      // The id was made for this command alone: it has come twice.
      return new Decision(null, new PolicyReply.Created(before));
    }
    if (isTaken(policies, create.name(), create.policy())) {
      return refused(duplicate(create.name()));
    }
    if (policies.size() >= OF_TENANT_MAX) {
      return refused(
          Refusal.of(
              RefusalCode.INVALID_REQUEST,
              "A tenant has at most %d policies; change one of them".formatted(OF_TENANT_MAX)));
    }
    Policy made =
        new Policy(
            create.policy(),
            create.name(),
            create.description(),
            create.pattern(),
            create.priority(),
            create.terms(),
            PolicyStatus.ACTIVE,
            create.effectiveFromMs(),
            create.effectiveUntilMs(),
            atMs,
            atMs);
    Refusal wrong = wrongTimes(made);
    return wrong != null ? refused(wrong) : new Decision(made, new PolicyReply.Created(made));
  }

  private static Decision update(
      TrieMap<String, Policy> policies, PolicyCommand.Update update, long atMs) {
    Policy before = policies.find(update.policy().text());
    if (before == null) {
      return refused(notFound(update.policy().text()));
    }
    Policy changed =
        new Policy(
            before.id(),
            or(update.name(), before.name()),
            or(update.description(), before.description()),
            before.pattern(),
            or(update.priority(), before.priority()),
            changed(before.terms(), update.terms()),
            or(update.status(), before.status()),
            or(update.effectiveFromMs(), before.effectiveFromMs()),
            or(update.effectiveUntilMs(), before.effectiveUntilMs()),
            before.createdAtMs(),
            before.updatedAtMs());
    if (isTaken(policies, changed.name(), changed.id())) {
      return refused(duplicate(changed.name()));
    }
    Refusal wrong = wrongTimes(changed);
    if (wrong != null) {
      return refused(wrong);
    }
    if (changed.equals(before)) {
      return new Decision(null, new PolicyReply.Updated(before));
    }
    Policy stamped = at(changed, atMs);
    return new Decision(stamped, new PolicyReply.Updated(stamped));
  }

  private static PolicyTerms changed(PolicyTerms before, PolicyCommand.Change change) {
    return new PolicyTerms(
        or(change.caps(), before.caps()),
        or(change.overagePolicy(), before.overagePolicy()),
        or(change.ttl(), before.ttl()),
        or(change.rates(), before.rates()));
  }

  private static boolean isTaken(TrieMap<String, Policy> policies, String name, PolicyId by) {
    return policies.values().stream()
        .anyMatch(policy -> policy.name().equals(name) && !policy.id().equals(by));
  }

  private static Refusal duplicate(String name) {
    return Refusal.of(RefusalCode.DUPLICATE_RESOURCE, "A policy of this name exists: " + name);
  }

  private static Refusal wrongTimes(Policy policy) {
    Long from = policy.effectiveFromMs();
    Long until = policy.effectiveUntilMs();
    return from == null || until == null || from < until
        ? null
        : Refusal.of(RefusalCode.INVALID_REQUEST, "effective_until must be after effective_from");
  }

  private static Policy at(Policy policy, long atMs) {
    return new Policy(
        policy.id(),
        policy.name(),
        policy.description(),
        policy.pattern(),
        policy.priority(),
        policy.terms(),
        policy.status(),
        policy.effectiveFromMs(),
        policy.effectiveUntilMs(),
        policy.createdAtMs(),
        atMs);
  }

  private static <T> T or(T wanted, T before) {
    return wanted == null ? before : wanted;
  }

  private static Decision refused(Refusal refusal) {
    return new Decision(null, new PolicyReply.Refused(refusal));
  }
}
