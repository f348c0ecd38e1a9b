package io.bailiwick.scope;

import io.bailiwick.collection.TrieMap;
import io.bailiwick.policy.Policy;
import io.bailiwick.policy.PolicyMatcher;
import io.bailiwick.policy.PolicyReply;
import io.bailiwick.policy.PolicyRules;
import io.bailiwick.policy.PolicyTerms;
import io.bailiwick.policy.RateLimits;
import io.bailiwick.policy.Rates;
import io.bailiwick.protocol.Findings;
import io.bailiwick.protocol.ScopeMessage;
import io.bailiwick.protocol.ScopeMessage.Propose;
import io.bailiwick.protocol.Wish;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.tenant.Tenant;
import io.bailiwick.tenant.TenantRules;
import java.util.List;

/**
 * The policies of a tenant, at the root of its tree, which is the first on the path of every
 * proposal: what governs a path travels with the proposal, and nobody has to ask for it. Where
 * there are no policies nothing is done and nothing made.
 *
 * <p>How much has begun lately is in memory only, so that limits of rates begin anew after a
 * restart. Used by one thread.
 */
final class PolicyDesk {

  private final NodeCore core;
  private final Rates reservations = new Rates();
  private final Rates commits = new Rates();

  /** What the matcher was made of. */
  private TrieMap<String, Policy> arranged = TrieMap.empty();

  private PolicyMatcher matcher = PolicyMatcher.NONE;

  PolicyDesk(NodeCore core) {
    this.core = core;
  }

  void command(ScopeMessage.OfPolicy message) {
    core.effects().replyWhenCurrent(message.caller(), decided(message));
  }

  private PolicyReply decided(ScopeMessage.OfPolicy message) {
    ScopeState state = core.state();
    if (state.tenant() == null) {
      return new PolicyReply.Refused(TenantRules.notFound(state.path().tenant()));
    }
    if (core.isTenantClosed()) {
      return new PolicyReply.Refused(TenantRules.closed(state.path().tenant()));
    }
    PolicyRules.Decision decision =
        PolicyRules.decide(state.policies(), message.command(), core.atMs());
    if (decision.changed() != null) {
      core.emit(new ScopeEvent.PolicySet(decision.changed(), message.origin(), core.atMs()));
    }
    return decision.reply();
  }

  /** What the root says to a proposal that it lets pass. */
  Findings found(Propose proposal) {
    Tenant tenant = core.state().tenant();
    return proposal
        .findings()
        .withSettings(tenant.settings())
        .withRules(governing(proposal), tenant.expiryUnlessUsual());
  }

  /** The terms of the policy that governs the path of a proposal, or null. */
  private PolicyTerms governing(Propose proposal) {
    if (matcher().isEmpty() || !proposal.discovers()) {
      // Whatever goes on with something goes on under the terms that it began with.
      return null;
    }
    List<ScopePath> chain = proposal.path();
    Policy policy = matcher().governing(chain, chain.size() - 1, core.atMs());
    return policy == null ? null : policy.terms();
  }

  /**
   * Why a proposal would be too much for a rate, or null; then it is counted. A commit is counted,
   * and never too much.
   */
  Refusal tooMuch(Propose proposal) {
    if (!matcher().limitsRates()) {
      return null;
    }
    Wish wish = proposal.wish();
    return switch (wish) {
      case Wish.Hold ignored -> begun(proposal, reservations);
      case Wish.Debit ignored -> begun(proposal, reservations, commits);
      // Tells what would happen, and is nothing that happens.
      case Wish.Judge ignored -> begun(proposal);
      case Wish.Overage overage -> committed(overage.committedAt());
      case Wish.Pass pass -> pass.committedAt() == null ? null : committed(pass.committedAt());
    };
  }

  private Refusal begun(Propose proposal, Rates... counted) {
    if (!proposal.discovers()) {
      // An event asks twice where only the ledgers know its overage policy.
      return null;
    }
    List<ScopePath> chain = proposal.path();
    for (int position = 0; position < chain.size(); position++) {
      Refusal refusal = tooMuch(chain, position);
      if (refusal != null) {
        return refusal;
      }
    }
    for (Rates rates : counted) {
      count(chain, rates);
    }
    return null;
  }

  private Refusal committed(ScopePath scope) {
    count(scope.chain(), commits);
    return null;
  }

  private Refusal tooMuch(List<ScopePath> chain, int position) {
    Policy policy = matcher().governing(chain, position, core.atMs());
    RateLimits limits = policy == null ? null : policy.terms().rates();
    if (limits == null) {
      return null;
    }
    ScopePath scope = chain.get(position);
    Refusal refusal =
        tooMuch(policy, scope, reservations, limits.maxReservationsPerMinute(), "reservations");
    return refusal != null
        ? refusal
        : tooMuch(policy, scope, commits, limits.maxCommitsPerMinute(), "commits");
  }

  private Refusal tooMuch(
      Policy policy, ScopePath scope, Rates rates, Integer limit, String ofWhat) {
    long waitMs = limit == null ? 0 : rates.waitMs(scope.text(), limit, core.elapsedMs());
    return waitMs == 0
        ? null
        : Refusal.of(
                RefusalCode.LIMIT_EXCEEDED,
                "At most %d %s per minute at: %s".formatted(limit, ofWhat, scope))
            .with("scope", scope.text())
            .with("policy_id", policy.id().text())
            .with("max_" + ofWhat + "_per_minute", limit.longValue())
            .with(Refusal.RETRY_AFTER_MS, waitMs);
  }

  private void count(List<ScopePath> chain, Rates rates) {
    for (int position = 0; position < chain.size(); position++) {
      Policy policy = matcher().governing(chain, position, core.atMs());
      if (policy != null && policy.terms().rates() != null) {
        rates.count(chain.get(position).text(), core.elapsedMs());
      }
    }
  }

  private PolicyMatcher matcher() {
    if (core.state().policies() != arranged) {
      arranged = core.state().policies();
      matcher = PolicyMatcher.of(arranged.values());
      if (!matcher.limitsRates()) {
        reservations.clear();
        commits.clear();
      }
    }
    return matcher;
  }
}
