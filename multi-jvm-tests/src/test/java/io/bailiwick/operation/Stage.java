package io.bailiwick.operation;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.contract.DocumentedOperation;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Client;
import io.bailiwick.harness.Clock;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.Tenancy;
import io.bailiwick.harness.Workers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Tenants in each of the states that errors come from. */
final class Stage {
  private static final List<String> ALL =
      List.of(
          "reservations:create",
          "reservations:commit",
          "reservations:release",
          "reservations:extend",
          "reservations:list",
          "admin:read",
          "admin:write");

  /** So many that their close takes a moment. */
  private static final int LEDGERS_OF_A_LONG_CLOSE = 400;

  private static final Duration WITHIN = Duration.ofSeconds(60);

  final Operator operator;
  final Client client;
  final Owner open;
  final Owner suspended;
  final Names ofSuspended;
  final Names ofClosed;
  private final AtomicInteger count = new AtomicInteger();
  private final Map<String, Reply> whileClosing = new ConcurrentHashMap<>();

  Stage(Operator operator) {
    this.operator = operator;
    this.client = operator.client();
    this.open = Owner.of(operator);
    this.suspended = Owner.of(operator);
    this.ofSuspended = suspended.fresh("suspended");
    operator.updateTenant(suspended.id(), Json.object("status", "SUSPENDED")).expect(200);
    Owner closed = Owner.of(operator);
    this.ofClosed = closed.fresh("closed");
    operator.close(closed.id()).expect(200);
  }

  /** Live things under a key of their own. */
  Names fresh() {
    return open.fresh("k" + count.incrementAndGet());
  }

  /** With the credential that the operation takes, the tenant's if it takes both. */
  Reply send(DocumentedOperation operation, Request request) {
    return operation.takesKey() ? open.agent().send(request) : operator.send(request);
  }

  Reply send(DocumentedOperation operation, Names names) {
    return send(operation, Requests.of(operation, names, !operation.takesKey()));
  }

  /** A key of the open tenant that may do only this, where its filter reaches. */
  Agent agent(List<String> permissions, List<String> scopeFilter) {
    return operator.newAgent(open.id(), permissions, scopeFilter);
  }

  Agent filtered() {
    return agent(ALL, List.of("app:elsewhere"));
  }

  /** A reservation of the open tenant whose lease is over. */
  Names expired() {
    Names names = fresh();
    Reply held =
        open.agent()
            .reserve(
                Bodies.reserve("short-" + names.key(), open.tenancy().leaf(), 1)
                    .put("ttl_ms", 1_000)
                    .put("grace_period_ms", 0))
            .expect(200);
    Clock.awaitPast(held.body().path("expires_at_ms").asLong());
    return new Names(
        names.tenant(),
        held.reservationId(),
        names.policy(),
        names.apiKey(),
        names.webhook(),
        names.event(),
        names.key());
  }

  /** A key of the open tenant that has expired. */
  Names withExpiredKey() {
    Names names = fresh();
    String soon = java.time.Instant.ofEpochMilli(Clock.nowMs() + 1_000).toString();
    JsonNode key =
        operator
            .createKey(Json.object("tenant_id", open.id(), "name", "short", "expires_at", soon))
            .expect(201)
            .body();
    Clock.awaitPast(Clock.nowMs() + 1_100);
    return new Names(
        names.tenant(),
        names.reservation(),
        names.policy(),
        key.path("key_id").asText(),
        names.webhook(),
        names.event(),
        names.key());
  }

  /**
   * What those who may only be agents are answered while their tenant is closed: before the guard
   * they succeed, afterwards their keys are gone, and in between it is this.
   */
  Reply whileClosing(DocumentedOperation operation) {
    for (int tries = 0; tries < 5 && !whileClosing.containsKey(operation.id()); tries++) {
      closeSlowly();
    }
    return whileClosing.get(operation.id());
  }

  private void closeSlowly() {
    Owner owner = Owner.of(operator);
    Tenancy tenancy = owner.tenancy();
    Workers.start(
            8,
            number -> {
              for (int i = number; i < LEDGERS_OF_A_LONG_CLOSE; i += 8) {
                tenancy.budget("app:chat/agent:a" + i, 1);
              }
              return null;
            })
        .await(WITHIN);
    List<DocumentedOperation> ofAgents =
        DocumentedOperation.all().stream().filter(one -> !one.takesAdmin()).toList();
    Names names = owner.fresh("closing");
    Workers<Void> agents =
        Workers.start(
            ofAgents.size(), number -> untilRefused(owner.agent(), ofAgents.get(number), names));
    operator.close(owner.id());
    agents.await(WITHIN);
  }

  private Void untilRefused(Agent agent, DocumentedOperation operation, Names names) {
    boolean isOver = false;
    for (int i = 0; !isOver; i++) {
      Names again =
          new Names(
              names.tenant(),
              names.reservation(),
              names.policy(),
              names.apiKey(),
              names.webhook(),
              names.event(),
              names.key() + i);
      Reply reply = agent.send(Requests.of(operation, again, false));
      if (reply.error().equals("TENANT_CLOSED")) {
        whileClosing.put(operation.id(), reply);
        isOver = true;
      } else {
        isOver = reply.status() == 401;
      }
    }
    return null;
  }
}
