package io.bailiwick.http.route;

import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.http.error.Plane;
import io.bailiwick.http.error.Problem;
import io.bailiwick.http.error.Refusals;
import io.bailiwick.http.error.Throwables;
import io.bailiwick.http.metric.Outcomes;
import io.bailiwick.http.wire.ReservationBodies;
import io.bailiwick.http.wire.SettleRequest;
import io.bailiwick.http.wire.SubjectRequest;
import io.bailiwick.reservation.Purpose;
import io.bailiwick.reservation.ReservationCommand;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.reservation.Reservations;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** What agents do: decide, reserve, commit, release, extend, events. Thread-safe. */
final class ReservationRoutes {
  private final Reservations reservations;
  private final ReservationLookUp lookUp;
  private final long graceMs;
  private final Outcomes outcomes;
  private final Failures failures;
  private final Executor executor;

  /**
   * @param graceMs of reservations that name none
   * @param failures are told of what is answered with DENY
   * @param executor writes the answers, so that those who gave them can go on
   */
  ReservationRoutes(
      Reservations reservations,
      ReservationLookUp lookUp,
      long graceMs,
      Outcomes outcomes,
      Failures failures,
      Executor executor) {
    this.reservations = reservations;
    this.lookUp = lookUp;
    this.graceMs = graceMs;
    this.outcomes = outcomes;
    this.failures = failures;
    this.executor = executor;
  }

  Map<Operation, Handler> handlers() {
    return Map.of(
        Operation.DECIDE,
        call -> begin(call, SubjectRequest.decide(call.body(), call.keyHeader())),
        Operation.CREATE_RESERVATION,
        call -> begin(call, SubjectRequest.reserve(call.body(), call.keyHeader(), graceMs)),
        Operation.CREATE_EVENT,
        call -> begin(call, SubjectRequest.event(call.body(), call.keyHeader())),
        Operation.COMMIT_RESERVATION,
        call -> settle(call, SettleRequest.commit(call.body(), call.keyHeader())),
        Operation.RELEASE_RESERVATION,
        call -> settle(call, SettleRequest.release(call.body(), call.keyHeader())),
        Operation.EXTEND_RESERVATION,
        call -> settle(call, SettleRequest.extend(call.body(), call.keyHeader())));
  }

  private Handler.Work begin(Call call, SubjectRequest request) {
    return () -> {
      ReservationCommand command = request.command(call.tenant());
      call.requireReach(scope(command));
      return ask(call, command, request.purpose());
    };
  }

  private Handler.Work settle(Call call, SettleRequest request) {
    String text = ReservationLookUp.idText(call);
    return () -> {
      ReservationId id = ReservationLookUp.id(text);
      return lookUp
          .settleable(call.principal(), id)
          .thenCompose(yes -> ask(call, request.command(id), Purpose.FORGOTTEN));
    };
  }

  /**
   * @param purpose for what is recorded of a DENY
   */
  private CompletionStage<Answer> ask(Call call, ReservationCommand command, Purpose purpose) {
    return reservations
        .ask(command, call.origin())
        .thenApplyAsync(
            reply -> {
              outcomes.count(command, reply);
              if (reply instanceof ReservationReply.Judged judged && judged.denial() != null) {
                // Like every denial it is recorded while it is answered, not before.
                failures.noteDenied(call, Denials.of(judged, purpose));
              }
              return answer(command, reply);
            },
            executor);
  }

  private static Answer answer(ReservationCommand command, ReservationReply reply) {
    return switch (reply) {
      case ReservationReply.Reserved reserved -> Answer.ok(ReservationBodies.reserved(reserved));
      case ReservationReply.Judged judged ->
          Answer.ok(
              command instanceof ReservationCommand.Decide
                  ? ReservationBodies.decided(judged)
                  : ReservationBodies.dryRun(judged));
      case ReservationReply.Committed committed ->
          Answer.ok(ReservationBodies.committed(committed));
      case ReservationReply.Released released -> Answer.ok(ReservationBodies.released(released));
      case ReservationReply.Extended extended -> Answer.ok(ReservationBodies.extended(extended));
      case ReservationReply.Debited debited -> Answer.created(ReservationBodies.debited(debited));
      case ReservationReply.Refused(var refusal) ->
          throw Refusals.problem(refusal, Plane.RUNTIME).denying(Denials.of(command, refusal));
      case ReservationReply.Unavailable(var reason) -> throw Throwables.unavailable(reason);
    };
  }

  private static io.bailiwick.scope.ScopePath scope(ReservationCommand command) {
    return switch (command) {
      case ReservationCommand.Decide decide -> decide.scope();
      case ReservationCommand.Reserve reserve -> reserve.scope();
      case ReservationCommand.Debit debit -> debit.scope();
      case ReservationCommand.OfReservation settling ->
          throw Problem.of(ErrorCode.INTERNAL_ERROR, "Internal error");
    };
  }
}
