package io.bailiwick.input;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.contract.Answer;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.HttpConnection;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that are no request: an error that says so, and nothing about the server's insides. */
class MalformedIT {
  private final Tenancy tenancy = Tenancy.ofThreeLevels(SharedServer.operator());
  private final Agent agent = tenancy.agent();

  @AfterEach
  void nothingWasHeldAndOthersAreServed() {
    assertThat(tenancy.balance("").reserved()).isZero();
    assertThat(tenancy.balance("").spent()).isZero();
  }

  private Reply post(byte[] body) {
    Request request =
        new Request("POST", "/v1/reservations", Map.of("Content-Type", "application/json"), body);
    Reply reply = agent.send(request);
    assertThat(reply.answer().body()).doesNotContain("Exception", "\tat ", "io.bailiwick", "pekko");
    return reply;
  }

  private Reply post(String body) {
    return post(body.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "}",
        "[]",
        "null",
        "5",
        "\"text\"",
        "{\"idempotency_key\": \"k\",}",
        "{'idempotency_key': 'k'}",
        "{\"idempotency_key\": NaN}",
        "{\"idempotency_key\": \"\\ud800\"}",
        "{\"a\": 1} {\"b\": 2}",
        "<xml/>",
        "{\"idempotency_key\": \"k\u0000\"}"
      })
  void whatIsNotAnObjectIsRefused(String body) {
    post(body).refused(400, "INVALID_REQUEST");
  }

  @Test
  void aMemberTwiceIsRefused() {
    String body = Bodies.reserve("k", tenancy.leaf(), 1).toString();
    post(body.replaceFirst("\\{", "{\"idempotency_key\":\"other\","))
        .refused(400, "INVALID_REQUEST");
  }

  @Test
  void nullIsRefused() {
    String body = Bodies.reserve("k", tenancy.leaf(), 1).toString();
    post(body.replaceFirst("\\{", "{\"metadata\":null,")).refused(400, "INVALID_REQUEST");
  }

  @Test
  void brokenUtf8IsRefused() {
    byte[] body =
        Bodies.reserve("k__", tenancy.leaf(), 1).toString().getBytes(StandardCharsets.UTF_8);
    for (byte[] broken : new byte[][] {{(byte) 0xC3, '('}, {(byte) 0xFF, (byte) 0xFE}}) {
      byte[] changed = body.clone();
      int place = new String(body, StandardCharsets.ISO_8859_1).indexOf("k__") + 1;
      System.arraycopy(broken, 0, changed, place, 2);
      post(changed).refused(400, "INVALID_REQUEST");
    }
  }

  @Test
  void otherEncodingsAreRefused() {
    String body = Bodies.reserve("k", tenancy.leaf(), 1).toString();
    post(body.getBytes(StandardCharsets.UTF_16)).refused(400, "INVALID_REQUEST");
  }

  @Test
  void nestingWithoutEndIsRefused() {
    String deep = "{\"a\":".repeat(20_000) + "1" + "}".repeat(20_000);
    String body = Bodies.reserve("k", tenancy.leaf(), 1).toString();
    post(body.replaceFirst("\\{", "{\"metadata\":" + deep + ",")).refused(400, "INVALID_REQUEST");
  }

  @Test
  void aBodyOfTenMebibytesIsRefused() throws IOException {
    byte[] body = new byte[10 << 20];
    java.util.Arrays.fill(body, (byte) ' ');
    Request request =
        new Request("POST", "/v1/reservations", Map.of("Content-Type", "application/json"), body)
            .with("X-Cycles-API-Key", agent.secret());
    isAnError(withoutReadingFirst(request), 413);
  }

  @Test
  void aBodyAtTheLimitIsTaken() {
    String body = Bodies.reserve("k", tenancy.leaf(), 60_000).toString();
    String padding = " ".repeat(256 * 1024 - body.length());
    post(body + padding).refused(409, "BUDGET_EXCEEDED");
    post(body + padding + " ").refused(413, "INVALID_REQUEST");
  }

  @Test
  void aHeaderOf64KibibytesIsRefused() throws IOException {
    Request request = Request.get("/v1/reservations").with("X-Long", "x".repeat(64 * 1024));
    isAnError(withoutReadingFirst(request), 431);
  }

  @Test
  void aThousandHeadersAreRefused() throws IOException {
    Request request = Request.get("/v1/reservations");
    for (int i = 0; i < 1_000; i++) {
      request = request.with("X-Header-" + i, "x");
    }
    assertThat(withoutReadingFirst(request).status()).isBetween(400, 431);
  }

  @Test
  void aRequestLineOf64KibibytesIsRefused() throws IOException {
    Request request = Request.get("/v1/reservations?colour=" + "x".repeat(64 * 1024));
    isAnError(withoutReadingFirst(request), 414);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/reservations/%00",
        "/v1/reservations/%ff",
        "/v1/reservations/%2e%2e%2f",
        "/v1/reservations/a%2Fb",
        "/v1/reservations/'%20OR%201=1",
        "/v1//reservations",
        "/v1/reservations/../balances"
      })
  void oddPathsAreNotFoundOrRefused(String path) {
    Answer answer =
        agent.client().exchange(Request.get(path).with("X-Cycles-API-Key", agent.secret()));
    assertThat(answer.status()).as(path).isIn(400, 404);
    assertThat(Json.parse(answer.body()).path("error").asText())
        .isIn("INVALID_REQUEST", "NOT_FOUND");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/balances\r\n\r\n",
        "NONSENSE\r\n\r\n",
        "GET /v1/balances HTTP/9.9\r\n\r\n",
        "GET /v1/balances HTTP/1.1\r\n\r\n",
        "POST /v1/decide HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        "POST /v1/decide HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        "POST /v1/decide HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "GET /v1/ba lances HTTP/1.1\r\nHost: x\r\n\r\n"
      })
  void whatIsNotHttpIsAnErrorOrTheEnd(String bytes) throws IOException {
    try (HttpConnection connection = new HttpConnection(SharedServer.running().port())) {
      connection.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      Answer answer;
      try {
        answer = connection.answer("GET", "/v1/balances");
      } catch (java.io.EOFException theEnd) {
        assertThat(theEnd).hasMessageContaining("ended");
        return;
      }
      assertThat(answer.status()).isBetween(400, 505);
      assertThat(answer.body()).doesNotContain("Exception", "\tat ");
    }
  }

  @Test
  void unknownVersionOfHttpIsTheClientsMistake() throws IOException {
    try (HttpConnection connection = new HttpConnection(SharedServer.running().port())) {
      connection.write("GET /v1/balances HTTP/3.0\r\nHost: x\r\n\r\n".getBytes(US_ASCII));
      Answer answer = connection.answer("GET", "/v1/balances");
      assertThat(answer.status()).isEqualTo(505);
      assertThat(Json.parse(answer.body()).path("error").asText()).isEqualTo("INVALID_REQUEST");
    }
  }

  @Test
  void encodedBodyIsRefusedAndAPlainOneIsTaken() {
    Request request =
        Request.post("/v1/decide", Bodies.reserve("encoded", "tenant:" + agent.tenant(), 1));
    agent.send(request.with("Content-Encoding", "gzip")).refused(415, "INVALID_REQUEST");
    agent.send(request.with("Content-Encoding", "identity")).expect(200);
  }

  /** One of two proxies on the way may go by the other one. */
  @Test
  void twoDifferentKeysAreNobodys() throws IOException {
    String twice = "X-Cycles-API-Key: " + agent.secret() + "\r\n";
    assertThat(statusWith(twice + twice)).isEqualTo(200);
    assertThat(statusWith(twice + "x-cycles-api-key: another\r\n")).isEqualTo(401);
    assertThat(statusWith("X-Cycles-API-Key: another\r\n" + twice)).isEqualTo(401);
  }

  private int statusWith(String headers) throws IOException {
    try (HttpConnection connection = new HttpConnection(SharedServer.running().port())) {
      String target = "/v1/balances?tenant=" + agent.tenant();
      connection.write(
          ("GET " + target + " HTTP/1.1\r\nHost: x\r\n" + headers + "\r\n").getBytes(US_ASCII));
      return connection.answer("GET", "/v1/balances").status();
    }
  }

  /** The server may answer and close before all of it is sent. */
  private static Answer withoutReadingFirst(Request request) throws IOException {
    try (HttpConnection connection = new HttpConnection(SharedServer.running().port())) {
      return connection.exchange(request);
    }
  }

  private static void isAnError(Answer answer, int status) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(SharedServer.running().client().contract().violations(answer)).isEmpty();
  }
}
