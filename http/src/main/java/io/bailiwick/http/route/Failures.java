package io.bailiwick.http.route;

import io.bailiwick.apikey.ApiKey;
import io.bailiwick.http.auth.Access;
import io.bailiwick.http.auth.Principal;
import io.bailiwick.http.error.BadKey;
import io.bailiwick.http.error.Denial;
import io.bailiwick.http.error.Plane;
import io.bailiwick.http.error.Problem;
import io.bailiwick.record.Actor;
import io.bailiwick.record.AuditEntry;
import io.bailiwick.record.FailedRequest;
import io.bailiwick.record.FailureLog;
import io.bailiwick.record.LifecycleData;
import io.bailiwick.record.Origin;
import io.bailiwick.record.Present;
import io.bailiwick.record.ReservationData;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.http.javadsl.model.StatusCodes;

/**
 * Has refused and failed requests recorded: all of the admin plane and all of operators, before
 * they are answered; of agents what the ledgers, the tenant or a policy deny, and whoever may not
 * do what they try, after that: a denial must stay the cheapest of answers, and who is denied often
 * is not slowed down by being recorded. Thread-safe; never blocks.
 */
final class Failures {
  private static final int MESSAGE_LENGTH_MAX = 1_024;

  /** The operators' alone, and yet the protocol has them act for those whom it is about. */
  private static final Set<Operation> ON_BEHALF =
      EnumSet.of(Operation.BULK_ACTION_TENANTS, Operation.BULK_ACTION_BUDGETS);

  /** What a store or a log would not keep in one line. */
  private static final Pattern BREAKS = Pattern.compile("[\\r\\n\\x00]+");

  /** Of a secret, what is shown of it anywhere. */
  private static final Pattern KEY_PREFIX = Pattern.compile("cyc_(?:live|test)_.{5}");

  private final FailureLog log;
  private final InstantSource clock;

  Failures(FailureLog log, InstantSource clock) {
    this.log = log;
    this.clock = clock;
  }

  /** Completes when the request may be answered; never fails. */
  CompletionStage<Void> note(Attempt attempt, Problem problem) {
    if (!attempt.isOfOperators() && !isToldOfAgents(attempt, problem)) {
      return CompletableFuture.completedFuture(null);
    }
    if (hasCounted(attempt, problem)) {
      return CompletableFuture.completedFuture(null);
    }
    CompletionStage<Void> noted = log.note(failed(attempt, problem));
    return attempt.isOfOperators() ? noted : CompletableFuture.completedFuture(null);
  }

  /**
   * The same of a key that a request has asked about: who asks is answered, and whoever that key
   * came from has failed.
   */
  CompletionStage<Void> note(Call call, BadKey bad) {
    return log.note(
        new FailedRequest(
            clock.millis(),
            tenant(null, bad),
            call.origin(),
            null,
            null,
            StatusCodes.OK.intValue(),
            null,
            Map.of(),
            null,
            null,
            badKey(call.address(), bad)));
  }

  /** Who is denied again and again is only counted, which takes no record. */
  private boolean hasCounted(Attempt attempt, Problem problem) {
    String tenant = tenant(attempt.principal(), problem.badKey());
    ApiKey key = key(attempt, problem.badKey());
    return log.hasCounted(
        FailedRequest.Source.of(tenant, problem.badKey() != null),
        FailedRequest.Kind.of(
            tenant,
            key == null ? null : key.keyId(),
            attempt.address(),
            operation(attempt),
            true,
            problem.code().name(),
            problem.denial() == null ? null : problem.denial().data().scope()),
        clock.millis());
  }

  /** The same of what a decide or a dry run was answered with. The book has its decision. */
  CompletionStage<Void> noteDenied(Call call, ReservationData.ReservationDenied denied) {
    if (hasCountedDenied(call, denied)) {
      return CompletableFuture.completedFuture(null);
    }
    return log.note(
        new FailedRequest(
            clock.millis(),
            tenant(call.principal(), null),
            call.origin(),
            null,
            null,
            StatusCodes.OK.intValue(),
            denied.reasonCode(),
            Map.of(),
            denied,
            null,
            null));
  }

  private boolean hasCountedDenied(Call call, ReservationData.ReservationDenied denied) {
    return log.hasCounted(
        FailedRequest.Source.KNOWN,
        FailedRequest.Kind.of(
            tenant(call.principal(), null),
            call.origin().keyId(),
            call.origin().sourceIp(),
            call.origin().operation(),
            false,
            denied.reasonCode(),
            denied.scope()),
        clock.millis());
  }

  private static boolean isToldOfAgents(Attempt attempt, Problem problem) {
    boolean isOfAgents = Plane.of(attempt.path()) == Plane.RUNTIME && attempt.operation() != null;
    boolean isOfNobody = attempt.principal() == null && problem.status() == 429;
    return isOfAgents
        && (problem.denial() != null
            || problem.status() == 401
            || problem.status() == 403
            || isOfNobody);
  }

  private FailedRequest failed(Attempt attempt, Problem problem) {
    Denial denial = problem.denial();
    return new FailedRequest(
        clock.millis(),
        tenant(attempt.principal(), problem.badKey()),
        origin(attempt, problem.badKey()),
        ResourceTypes.of(attempt.path()),
        resourceId(attempt),
        problem.status(),
        problem.code().name(),
        metadata(attempt, problem),
        denial == null ? null : denial.data(),
        denial == null ? null : denial.amount(),
        badKey(attempt.address(), problem.badKey()),
        denial == null ? null : denial.asked());
  }

  private static LifecycleData.KeyAuthFailed badKey(String address, BadKey bad) {
    if (bad == null) {
      return null;
    }
    boolean isKnown = bad.key() != null;
    return new LifecycleData.KeyAuthFailed(
        isKnown ? bad.key().keyId() : null,
        isKnown ? bad.key().name() : null,
        bad.reason().toLowerCase(Locale.ROOT),
        address);
  }

  /** Whoever has a key that is no good any more is known by it. */
  private static String tenant(Principal principal, BadKey bad) {
    if (bad != null && bad.key() != null) {
      return bad.key().tenant().value();
    }
    return switch (principal) {
      case Principal.Agent agent -> agent.key().tenant().value();
      case Principal.Operator ours -> AuditEntry.ADMIN;
      case Principal.Anybody anybody -> AuditEntry.UNAUTHENTICATED;
      case null -> AuditEntry.UNAUTHENTICATED;
    };
  }

  private static Origin origin(Attempt attempt, BadKey bad) {
    ApiKey key = key(attempt, bad);
    return new Origin(
        key == null ? actor(attempt.operation(), attempt.principal()) : Actor.API_KEY,
        key == null ? null : key.keyId(),
        attempt.address(),
        attempt.headers().userAgent(),
        attempt.ids().requestId(),
        attempt.ids().traceId(),
        operation(attempt),
        null,
        null,
        null);
  }

  /** The key that it came with, good or not, or null where nobody knows one. */
  private static ApiKey key(Attempt attempt, BadKey bad) {
    if (attempt.principal() instanceof Principal.Agent(var good)) {
      return good;
    }
    return bad == null ? null : bad.key();
  }

  private static String operation(Attempt attempt) {
    return attempt.operation() == null
        ? attempt.request().method().value() + ':' + shortened(attempt.path())
        : attempt.operation().id();
  }

  /**
   * Who asks.
   *
   * @param operation null where there is none
   * @param principal null where nobody knows who
   */
  static Actor actor(Operation operation, Principal principal) {
    return switch (principal) {
      case Principal.Agent agent -> Actor.API_KEY;
      case Principal.Operator ours ->
          operation == null
                  || (operation.access() == Access.ADMIN && !ON_BEHALF.contains(operation))
              ? Actor.ADMIN
              : Actor.ADMIN_ON_BEHALF_OF;
      case Principal.Anybody anybody -> Actor.SYSTEM;
      case null -> Actor.SYSTEM;
    };
  }

  private static Map<String, Object> metadata(Attempt attempt, Problem problem) {
    boolean isKnown = attempt.principal() != null;
    return Present.members(
        "actor_type",
        isKnown ? actor(attempt.operation(), attempt.principal()).text() : null,
        "method",
        attempt.request().method().value(),
        "path",
        shortened(attempt.path()),
        "error_message",
        shortened(problem.getMessage()),
        "key_prefix",
        isKnown ? null : keyPrefix(attempt.headers().firstKey()),
        "details",
        problem.details().isEmpty() ? null : problem.details());
  }

  /** The beginning of a key that is no good, by which its owner can be found. */
  private static String keyPrefix(String key) {
    if (key == null) {
      return null;
    }
    Matcher found = KEY_PREFIX.matcher(key);
    return found.lookingAt() ? found.group() : null;
  }

  private static String shortened(String text) {
    String line = BREAKS.matcher(text).replaceAll(" ");
    return line.length() > MESSAGE_LENGTH_MAX ? line.substring(0, MESSAGE_LENGTH_MAX) : line;
  }

  private static String resourceId(Attempt attempt) {
    return attempt.route() == null || attempt.route().parameters().isEmpty()
        ? null
        : shortened(attempt.route().parameters().getFirst());
  }
}
