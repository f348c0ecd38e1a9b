package io.bailiwick.simulation.invariant;

import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.collection.TrieMap;
import io.bailiwick.policy.Caps;
import io.bailiwick.policy.Policy;
import io.bailiwick.policy.PolicyStatus;
import io.bailiwick.policy.PolicyTerms;
import io.bailiwick.policy.TtlOverride;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.BookState;
import io.bailiwick.reservation.Endpoint;
import io.bailiwick.reservation.RequestKey;
import io.bailiwick.reservation.Reservation;
import io.bailiwick.reservation.ReservationCommand;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.scope.ScopeState;
import io.bailiwick.simulation.model.Keys;
import io.bailiwick.simulation.world.Call;
import io.bailiwick.simulation.world.Watcher;
import io.bailiwick.simulation.world.World;
import io.bailiwick.tenant.Tenant;
import io.bailiwick.tenant.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * What a request is granted on is what a policy lays down for its path: there was a root, while the
 * request was under way, whose policies say so. Which one governs is found out here by looking at
 * each of them.
 */
public final class PoliciesAreObeyed implements Watcher {

  /** A root as it has been at some time. */
  private record Root(TrieMap<String, Policy> policies, Tenant tenant) {}

  /** Until when. */
  private static final class Seen {
    private final Root root;
    private long untilStep;

    Seen(Root root) {
      this.root = root;
    }
  }

  private final Map<TenantId, List<Seen>> roots = new HashMap<>();
  private final Map<String, Call> firstAsked = new HashMap<>();
  private World world;

  @Override
  public void begins(World theWorld) {
    world = theWorld;
  }

  @Override
  public void invoked(Call call) {
    boolean isNewWork =
        call.request() instanceof ReservationCommand
            && !(call.request() instanceof ReservationCommand.OfReservation);
    if (isNewWork) {
      firstAsked.putIfAbsent(Keys.of(call.request()) + ' ' + Keys.payload(call.request()), call);
    }
  }

  @Override
  public void replied(Call call, Object reply) {
    boolean isTurnedAway =
        call.request() instanceof ReservationCommand.OfReservation
            && reply instanceof ReservationReply.Refused(var refusal)
            && refusal.code() == RefusalCode.LIMIT_EXCEEDED;
    Check.that(!isTurnedAway, this, "%s goes on with something, and gets %s", call, reply);
  }

  @Override
  public void touched(EntityId.OfScope scope, ScopeState live) {
    if (!scope.scope().isRoot() || live.tenant() == null) {
      return;
    }
    List<Seen> all = roots.computeIfAbsent(scope.tenant(), tenant -> new ArrayList<>());
    Seen seen =
        all.stream()
            .filter(one -> one.root.policies == live.policies() && one.root.tenant == live.tenant())
            .findFirst()
            .orElse(null);
    if (seen == null) {
      seen = new Seen(new Root(live.policies(), live.tenant()));
      all.add(seen);
    }
    seen.untilStep = world.steps();
  }

  @Override
  public void wrote(EntityId.OfBook book, BookEvent event, BookState before, BookState after) {
    switch (event) {
      case BookEvent.Reserved e -> {
        Reservation made = e.reservation();
        Call first = firstAsked(book, Endpoint.RESERVE, made.key());
        ReservationCommand.Reserve asked = (ReservationCommand.Reserve) first.request();
        isExplained(book, first, made, root -> explains(root, made, asked));
      }
      case BookEvent.Judged e -> {
        if (e.kept().answer() instanceof ReservationReply.Judged judged
            && judged.denial() == null) {
          Call first = firstAsked(book, e.kept().endpoint(), e.kept().key());
          isExplained(
              book,
              first,
              judged,
              root -> Objects.equals(judged.caps(), governing(root, judged.scope()).caps()));
        }
      }
      case BookEvent.Debited e -> {
        Call first = firstAsked(book, Endpoint.EVENT, e.key());
        if (((ReservationCommand.Debit) first.request()).overagePolicy() == null) {
          isExplained(book, first, e, root -> explains(root, e.scope(), e.overage().policy()));
        }
      }
      default -> {}
    }
  }

  private Call firstAsked(EntityId.OfBook book, String endpoint, RequestKey key) {
    String named = Keys.named(book.tenant().value(), endpoint, key.text());
    return firstAsked.get(named + ' ' + key.payloadHash());
  }

  private void isExplained(
      EntityId.OfBook book, Call first, Object what, Predicate<Root> explanation) {
    boolean isExplained =
        roots.get(book.tenant()).stream()
            .filter(seen -> seen.untilStep >= first.atStep())
            .anyMatch(seen -> explanation.test(seen.root));
    Check.that(isExplained, this, "%s is on terms that no root has laid down", what);
  }

  private static boolean explains(Root root, ScopePath scope, OveragePolicy made) {
    OveragePolicy laidDown = governing(root, scope).overagePolicy();
    return laidDown == null || laidDown == made;
  }

  private static boolean explains(Root root, Reservation made, ReservationCommand.Reserve asked) {
    PolicyTerms terms = governing(root, made.scope());
    Caps caps = terms.caps();
    TtlOverride ttl = terms.ttl() == null ? TtlOverride.NONE : terms.ttl();
    Long most = ttl.maxTtlMs() == null ? root.tenant.settings().maxTtlMs() : ttl.maxTtlMs();
    long ttlMs = made.firstExpiresAtMs() - made.createdAtMs();
    boolean isTtl =
        ttlMs <= (most == null ? Long.MAX_VALUE : most)
            && (asked.ttlMs() != null
                || ttl.defaultTtlMs() == null
                || ttlMs == Math.min(ttl.defaultTtlMs(), most == null ? Long.MAX_VALUE : most));
    boolean isOverage =
        asked.overagePolicy() != null
            ? made.overagePolicy() == asked.overagePolicy()
            : explains(root, made.scope(), made.overagePolicy());
    boolean isExtensions =
        ttl.maxExtensions() == null || made.extensionsMax() == ttl.maxExtensions();
    return Objects.equals(caps, made.caps()) && isTtl && isOverage && isExtensions;
  }

  /** The first by priority; of equals one with a scope of its own, and what else there is. */
  private static PolicyTerms governing(Root root, ScopePath scope) {
    Policy best = null;
    for (Policy policy : root.policies.values()) {
      boolean matches = policy.status() == PolicyStatus.ACTIVE && matches(policy, scope);
      if (matches && (best == null || isBefore(policy, best))) {
        best = policy;
      }
    }
    return best == null ? PolicyTerms.NONE : best.terms();
  }

  private static boolean matches(Policy policy, ScopePath scope) {
    String pattern = policy.pattern().text();
    String text = scope.text();
    String last = scope.lastSegment();
    if (pattern.endsWith("/*")) {
      return text.startsWith(pattern.substring(0, pattern.length() - 1));
    }
    if (pattern.startsWith("*/")) {
      return last.equals(pattern.substring(2));
    }
    if (pattern.endsWith(":*")) {
      int slash = pattern.lastIndexOf('/');
      String level = pattern.substring(slash + 1, pattern.length() - 1);
      return last.startsWith(level) && text.startsWith(pattern.substring(0, slash + 1));
    }
    return text.equals(pattern);
  }

  private static boolean isBefore(Policy a, Policy b) {
    if (a.priority() != b.priority()) {
      return a.priority() > b.priority();
    }
    if (specificity(a) != specificity(b)) {
      return specificity(a) > specificity(b);
    }
    if (a.createdAtMs() != b.createdAtMs()) {
      return a.createdAtMs() > b.createdAtMs();
    }
    return a.id().text().compareTo(b.id().text()) > 0;
  }

  /** Segments that are named, tenfold, and what kind of pattern it is. */
  private static int specificity(Policy policy) {
    String pattern = policy.pattern().text();
    long named = policy.pattern().segments().stream().filter(one -> !one.endsWith("*")).count();
    boolean isAnywhere = !pattern.startsWith("tenant:");
    int form =
        pattern.endsWith("/*") ? 0 : pattern.startsWith("*") ? 2 : pattern.endsWith("*") ? 1 : 3;
    return (int) (named + (isAnywhere ? 1 : 0)) * 10 + form;
  }
}
