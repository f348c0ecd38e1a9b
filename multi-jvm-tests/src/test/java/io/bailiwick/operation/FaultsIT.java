package io.bailiwick.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.contract.DocumentedOperation;
import io.bailiwick.defect.Agents;
import io.bailiwick.defect.Defect;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.PostgresServer;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.ServerProcess;
import io.bailiwick.harness.ServerSetup;
import io.bailiwick.harness.StoreKind;
import io.bailiwick.harness.Workers;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every operation answers when the server has a bug, and when its store answers nothing. */
class FaultsIT {
  /** These ask nothing of the store. */
  private static final Set<String> WITHOUT_STORE =
      Set.of("getCluster", "leaveCluster", "introspectAuth");

  /** These wait for their rows, longer than a client here does for an answer. */
  private static final Set<String> PATIENT =
      Set.of("bulkActionTenants", "bulkActionBudgets", "bulkActionWebhooks");

  private static final Duration WITHIN = Duration.ofSeconds(60);

  @Test
  void aBugIs500WhateverWasAsked() {
    ServerSetup setup = ServerSetup.on(StoreKind.byDefault(), "bug");
    Owner owner;
    Names names;
    try (ServerProcess sound = ServerProcess.start(setup)) {
      owner = Owner.of(sound.operator());
      names = owner.fresh("k");
    }
    try (ServerProcess server =
        ServerProcess.start(setup.with(Agents.with(Defect.BUG_IN_EVERY_ROUTE)))) {
      Owner same = owner.through(server.client());
      for (DocumentedOperation operation : DocumentedOperation.all()) {
        ask(same, operation, names).refused(500, "INTERNAL_ERROR");
      }
    }
  }

  @Test
  void aStoreThatAnswersNothingIs503() throws Exception {
    ServerSetup setup =
        ServerSetup.on(StoreKind.POSTGRESQL, "away")
            .with("BAILIWICK_RESERVATION_OPERATION_TIMEOUT", "4s");
    try (ServerProcess server = ServerProcess.start(setup)) {
      Owner owner = Owner.of(server.operator());
      List<DocumentedOperation> operations =
          DocumentedOperation.all().stream()
              .filter(operation -> !WITHOUT_STORE.contains(operation.id()))
              .filter(operation -> !PATIENT.contains(operation.id()))
              .toList();
      Names names = owner.fresh("k");
      List<Reply> replies;
      try (var lock = PostgresServer.lockAll(setup, "ACCESS EXCLUSIVE")) {
        replies =
            Workers.start(operations.size(), number -> ask(owner, operations.get(number), names))
                .await(WITHIN);
        lock.rollback();
      }
      assertThat(replies)
          .allSatisfy(
              reply -> {
                reply.refused(503, "INTERNAL_ERROR");
                assertThat(reply.header("Retry-After")).matches("[0-9]+");
              });
    }
  }

  private static Reply ask(Owner owner, DocumentedOperation operation, Names names) {
    Operator operator = owner.operator();
    Agent agent = owner.agent();
    return operation.takesAdmin()
        ? operator.send(Requests.of(operation, names, true))
        : agent.send(Requests.of(operation, names, false));
  }
}
