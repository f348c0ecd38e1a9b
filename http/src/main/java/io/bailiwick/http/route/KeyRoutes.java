package io.bailiwick.http.route;

import io.bailiwick.apikey.ApiKey;
import io.bailiwick.apikey.ApiKeyCommand;
import io.bailiwick.apikey.ApiKeyReply;
import io.bailiwick.apikey.ApiKeys;
import io.bailiwick.apikey.KeyStatus;
import io.bailiwick.apikey.query.ApiKeyFilter;
import io.bailiwick.apikey.query.ApiKeyQueries;
import io.bailiwick.apikey.query.ApiKeySort;
import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.http.error.Problem;
import io.bailiwick.http.error.Refusals;
import io.bailiwick.http.error.Unavailability;
import io.bailiwick.http.wire.KeyBodies;
import io.bailiwick.http.wire.KeyRequests;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** API keys. Thread-safe. */
final class KeyRoutes {
  private static final int LIMIT_MAX = 100;

  private final ApiKeys keys;
  private final ApiKeyQueries queries;
  private final InstantSource clock;

  KeyRoutes(ApiKeys keys, ApiKeyQueries queries, InstantSource clock) {
    this.keys = keys;
    this.queries = queries;
    this.clock = clock;
  }

  Map<Operation, Handler> handlers() {
    return Map.of(
        Operation.CREATE_API_KEY, this::create,
        Operation.LIST_API_KEYS, this::list,
        Operation.UPDATE_API_KEY, this::update,
        Operation.REVOKE_API_KEY, this::revoke,
        Operation.USE_OF_API_KEY, this::use,
        Operation.ROTATE_API_KEY, this::rotate);
  }

  private Handler.Work create(Call call) {
    ApiKeyCommand create = KeyRequests.create(call.body(), clock.millis());
    return () -> ask(call, create);
  }

  private Handler.Work update(Call call) {
    ApiKeyCommand update = KeyRequests.update(call.parameter(), call.body());
    return () -> ask(call, update);
  }

  private Handler.Work revoke(Call call) {
    String reason = call.query().text("reason", KeyRequests.REASON_LENGTH_MAX);
    return () -> ask(call, new ApiKeyCommand.Revoke(call.parameter(), reason));
  }

  private Handler.Work rotate(Call call) {
    ApiKeyCommand rotate =
        call.hasBody()
            ? KeyRequests.rotate(call.parameter(), call.body())
            : new ApiKeyCommand.Rotate(call.parameter(), null, null);
    return () -> ask(call, rotate);
  }

  private Handler.Work use(Call call) {
    String id = call.parameter();
    return () ->
        queries
            .usage(id)
            .thenApply(
                found ->
                    Answer.ok(
                        KeyBodies.usage(
                            found.orElseThrow(
                                () -> Problem.of(ErrorCode.NOT_FOUND, "No API key " + id)))));
  }

  private Handler.Work list(Call call) {
    Parameters query = call.query();
    boolean isOfNobody = query.namesNobody("tenant_id");
    ApiKeyFilter filter =
        new ApiKeyFilter(
            isOfNobody ? null : query.tenant("tenant_id"),
            query.choice("status", KeyStatus.class),
            query.search());
    ApiKeySort sort = query.choiceOr("sort_by", ApiKeySort.class, ApiKeySort.CREATED_AT);
    var direction = query.direction();
    var page = query.page(LIMIT_MAX);
    if (isOfNobody) {
      return Lists.nothing(KeyBodies.list(List.of(), null, clock.millis()));
    }
    return () -> {
      long nowMs = clock.millis();
      return queries
          .list(filter, sort, direction, page, nowMs)
          .thenApply(
              reply -> {
                var found = Lists.page(reply);
                return Answer.ok(KeyBodies.list(found.items(), found.nextCursor(), nowMs));
              });
    };
  }

  private CompletionStage<Answer> ask(Call call, ApiKeyCommand command) {
    return keys.ask(command, call.origin())
        .handle(
            (reply, failure) -> {
              if (failure != null) {
                throw new Unavailability("The store does not answer", failure);
              }
              return answer(reply);
            });
  }

  private Answer answer(ApiKeyReply reply) {
    long nowMs = clock.millis();
    return switch (reply) {
      case ApiKeyReply.Created created -> Answer.created(KeyBodies.created(created));
      case ApiKeyReply.Updated updated -> Answer.ok(KeyBodies.one(updated.after(), nowMs));
      case ApiKeyReply.Rotated(var key, var secret, var previous) ->
          Answer.created(KeyBodies.rotated(key, secret, previous, nowMs));
      case ApiKeyReply.RotatedBefore(var key, var previous) ->
          Answer.ok(KeyBodies.rotated(key, null, previous, nowMs));
      case ApiKeyReply.Revoked(var key) -> Answer.ok(KeyBodies.one(key, nowMs));
      case ApiKeyReply.Ended(var key, var status) -> throw ended(key, status);
      case ApiKeyReply.Refused(var refusal) -> throw Refusals.ofOwner(refusal);
    };
  }

  private static Problem ended(ApiKey key, KeyStatus status) {
    return switch (status) {
      case EXPIRED ->
          Problem.of(ErrorCode.KEY_EXPIRED, "API key %s has expired".formatted(key.keyId()));
      case REVOKED, ACTIVE ->
          Problem.of(ErrorCode.KEY_REVOKED, "API key %s is revoked".formatted(key.keyId()));
    };
  }
}
