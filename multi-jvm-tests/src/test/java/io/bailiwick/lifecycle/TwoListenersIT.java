package io.bailiwick.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.contract.DocumentedOperation;
import io.bailiwick.harness.HttpConnection;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.ServerProcess;
import io.bailiwick.harness.ServerSetup;
import io.bailiwick.harness.StoreKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A second listener for operators: which of the two serves what. */
class TwoListenersIT {

  /** On paths of the runtime plane, and in the document of both. */
  private static final Set<String> OF_BOTH = Set.of("listTenantEvents", "getBalances");

  private static final int OF_GOVERNANCE = 46;
  private static final int ADMIN_PORT = ServerSetup.freePort();

  private static ServerProcess server;

  @BeforeAll
  static void start() {
    server =
        ServerProcess.start(
            ServerSetup.on(StoreKind.EMBEDDED, "two-listeners")
                .with("BAILIWICK_HTTP_ADMIN_PORT", Integer.toString(ADMIN_PORT)));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void operatorsFindAllOfTheirsAtTheSecondAndNothingElse() throws IOException {
    List<DocumentedOperation> governance =
        operations(one -> isOfOperators(one) && !isOurs(one) || OF_BOTH.contains(one.id()));
    assertThat(governance).hasSize(OF_GOVERNANCE);
    assertThat(servedAt(ADMIN_PORT))
        .containsExactlyElementsOf(
            operations(one -> isOfOperators(one) || OF_BOTH.contains(one.id())));
  }

  @Test
  void agentsFindAllOfTheirsAtTheFirstAndNothingOfOperators() throws IOException {
    assertThat(servedAt(server.port()))
        .isNotEmpty()
        .containsExactlyElementsOf(operations(one -> !isOfOperators(one)));
  }

  @Test
  void bothSayThatTheyAreWell() throws IOException {
    for (int port : List.of(server.port(), ADMIN_PORT)) {
      assertThat(status(port, "GET", "/actuator/health")).isEqualTo(200);
    }
  }

  private static boolean isOfOperators(DocumentedOperation operation) {
    return List.of("/v1/admin/", "/v1/auth/", "/v1/webhooks", "/v1/x-bailiwick/").stream()
        .anyMatch(operation.template()::startsWith);
  }

  private static boolean isOurs(DocumentedOperation operation) {
    return operation.template().startsWith("/v1/x-bailiwick/");
  }

  private static List<DocumentedOperation> operations(Predicate<DocumentedOperation> selected) {
    return DocumentedOperation.all().stream().filter(selected).toList();
  }

  /** Who has no key is told so wherever there is an operation, and nowhere else. */
  private static List<DocumentedOperation> servedAt(int port) throws IOException {
    List<DocumentedOperation> served = new ArrayList<>();
    for (DocumentedOperation one : DocumentedOperation.all()) {
      int status = status(port, one.method(), one.template().replaceAll("\\{[^}]*}", "x"));
      assertThat(status).as("%s at %d", one, port).isIn(401, 404, 405);
      if (status == 401) {
        served.add(one);
      }
    }
    return served;
  }

  private static int status(int port, String method, String path) throws IOException {
    try (HttpConnection connection = new HttpConnection(port)) {
      Request request = method.equals("GET") ? Request.get(path) : Request.of(method, path, "{}");
      return connection.exchange(request).status();
    }
  }
}
