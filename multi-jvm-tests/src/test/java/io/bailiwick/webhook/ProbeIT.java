package io.bailiwick.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.ServerProcess;
import io.bailiwick.harness.ServerSetup;
import io.bailiwick.harness.StoreKind;
import io.bailiwick.harness.Tenancy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Probes, on a server that may call this machine in the clear. */
class ProbeIT {
  private static final String SECURITY = "/v1/admin/config/webhook-security";
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final ServerSetup SETUP = ServerSetup.on(StoreKind.byDefault(), "webhook-probe");
  private static ServerProcess server;

  private Operator operator;
  private Tenancy tenancy;
  private Agent agent;
  private Sink sink;

  @BeforeAll
  static void start() {
    server = ServerProcess.start(SETUP);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() {
    operator = server.operator();
    allowThisMachine();
    tenancy = Tenancy.empty(operator);
    agent = Hooks.agent(operator, tenancy.id());
    sink = new Sink();
  }

  @AfterEach
  void close() {
    sink.close();
  }

  private void allowThisMachine() {
    ObjectNode open = Json.object("blocked_cidr_ranges", List.of("10.0.0.0/8"));
    operator.send(Request.of("PUT", SECURITY, open.put("allow_http", true))).expect(200);
  }

  private Reply create(ObjectNode body) {
    return agent.post(Hooks.TENANT, body).expect(201);
  }

  private Reply probe(String id) {
    return agent.send(Hooks.test(Hooks.TENANT, id)).expect(200);
  }

  private static String signature(byte[] body, String secret) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
  }

  @Test
  void aProbeIsASignedEvent() throws Exception {
    ObjectNode body = Hooks.body(sink.url("/hook?team=blue"));
    body.set("headers", Json.object("Authorization", "Bearer t0ken"));
    Reply created = create(body);
    String id = Hooks.id(created);
    Reply tested =
        agent
            .send(
                Hooks.test(Hooks.TENANT, id)
                    .with("traceparent", "00-" + TRACE + "-00f067aa0ba902b7-00")
                    .with("X-Request-Id", "req-7"))
            .expect(200);
    assertThat(tested.body().path("success").asBoolean()).isTrue();
    assertThat(tested.body().path("response_status").asInt()).isEqualTo(200);
    assertThat(tested.text("event_id")).matches("evt_test_[0-9a-f]{12}");

    Sink.Received call = sink.next();
    assertThat(call.method()).isEqualTo("POST");
    assertThat(call.path()).isEqualTo("/hook?team=blue");
    assertThat(call.header("X-Cycles-Signature"))
        .isEqualTo(signature(call.body(), created.text("signing_secret")));
    assertThat(call.header("X-Cycles-Event-Id")).isEqualTo(tested.text("event_id"));
    assertThat(call.header("X-Cycles-Event-Type")).isEqualTo("system.webhook_test");
    assertThat(call.header("X-Cycles-Trace-Id")).isEqualTo(TRACE);
    assertThat(call.header("Traceparent")).matches("00-" + TRACE + "-[0-9a-f]{16}-00");
    assertThat(call.header("X-Request-Id")).isEqualTo("req-7");
    assertThat(call.header("Authorization")).isEqualTo("Bearer t0ken");
    assertThat(call.header("Content-Type")).isEqualTo("application/json");
    assertThat(call.header("User-Agent")).startsWith("bailiwick/");
    JsonNode event = Json.parse(new String(call.body(), StandardCharsets.UTF_8));
    assertThat(event.path("event_id").asText()).isEqualTo(tested.text("event_id"));
    assertThat(event.path("event_type").asText()).isEqualTo("system.webhook_test");
    assertThat(event.path("category").asText()).isEqualTo("system");
    assertThat(event.path("tenant_id").asText()).isEqualTo(tenancy.id());
    assertThat(event.path("trace_id").asText()).isEqualTo(TRACE);
    assertThat(event.path("data").path("subscription_id").asText()).isEqualTo(id);
    assertThat(event.path("data").path("test").asBoolean()).isTrue();
  }

  @Test
  void aNewSecretCountsAtOnceAndAPausedWebhookIsTestedToo() throws Exception {
    String id = Hooks.id(create(Hooks.body(sink.url("/hook"))));
    ObjectNode rotation = Json.object("signing_secret", "rotated", "status", "PAUSED");
    agent.send(Hooks.patch(Hooks.TENANT, id, rotation)).expect(200);
    JsonNode before = agent.get(Hooks.TENANT + "/" + id).body();
    for (Request request :
        List.of(
            Hooks.test(Hooks.ADMIN, id),
            Request.post(Hooks.TENANT + "/" + id + "/test", Json.object()))) {
      assertThat(operator.send(request).expect(200).body().path("success").asBoolean()).isTrue();
      Sink.Received call = sink.next();
      assertThat(call.header("X-Cycles-Signature")).isEqualTo(signature(call.body(), "rotated"));
    }
    assertThat(agent.get(Hooks.TENANT + "/" + id).body()).as("unchanged").isEqualTo(before);
  }

  @Test
  void anEndpointThatFailsIsAnAnswerAsWell() throws Exception {
    String id = Hooks.id(create(Hooks.body(sink.answering(503).url("/hook"))));
    Reply failed = probe(id);
    assertThat(failed.body().path("success").asBoolean(true)).isFalse();
    assertThat(failed.body().path("response_status").asInt()).isEqualTo(503);
    assertThat(failed.text("error_message")).contains("503");
    assertThat(agent.get(Hooks.TENANT + "/" + id).body().path("consecutive_failures").asInt(-1))
        .isZero();
  }

  @Test
  void redirectsAreNotFollowed() throws Exception {
    try (Sink elsewhere = new Sink()) {
      sink.redirectingTo(elsewhere.url("/secret"));
      String id = Hooks.id(create(Hooks.body(sink.url("/hook"))));
      assertThat(probe(id).text("error_message")).contains("302");
      assertThat(sink.next()).isNotNull();
      assertThat(elsewhere.isEmpty()).isTrue();
    }
  }

  @Test
  void nobodyThereIsAnAnswerAsWell() {
    String url = sink.url("/hook");
    String id = Hooks.id(create(Hooks.body(url)));
    sink.close();
    Reply refused = probe(id);
    assertThat(refused.body().path("success").asBoolean(true)).isFalse();
    assertThat(refused.has("response_status")).isFalse();
    assertThat(refused.text("error_message")).contains("connect");
  }

  /** Longer than other requests may take: the limit of a probe is its own. */
  @Test
  void anEndpointThatNeverAnswersIsGivenUp() {
    String id = Hooks.id(create(Hooks.body(sink.url("/never"))));
    Reply late = probe(id);
    assertThat(late.body().path("success").asBoolean(true)).isFalse();
    assertThat(late.body().path("response_time_ms").asLong()).isBetween(9_000L, 15_000L);
    assertThat(late.text("error_message")).contains("No answer within");
  }

  @Test
  void whatIsBlockedByNowIsNotCalled() {
    String id = Hooks.id(create(Hooks.body(sink.url("/hook"))));
    operator.send(Request.of("PUT", SECURITY, Json.object("allow_http", true))).expect(200);
    assertThat(agent.get(Hooks.TENANT + "/" + id).expect(200).text("status"))
        .as("what is stored stays")
        .isEqualTo("ACTIVE");
    Reply blocked = probe(id);
    assertThat(blocked.text("error_message")).contains("blocked range");
    assertThat(blocked.has("response_time_ms")).isFalse();
    assertThat(sink.isEmpty()).isTrue();
  }

  @Test
  void probesAreKeptAsDeliveries() {
    String id = Hooks.id(create(Hooks.body(sink.url("/hook"))));
    String first = probe(id).text("event_id");
    sink.answering(500);
    String second = probe(id).text("event_id");
    String target = Hooks.ADMIN + "/" + id + "/deliveries";
    List<JsonNode> all = operator.rows(target + "?limit=1", "deliveries");
    assertThat(all).extracting(row -> row.path("event_id").asText()).containsExactly(second, first);
    assertThat(all.getFirst().path("status").asText()).isEqualTo("FAILED");
    assertThat(all.getFirst().path("response_status").asInt()).isEqualTo(500);
    assertThat(all.getLast().path("attempts").asInt()).isEqualTo(1);
    String own = Hooks.TENANT + "/" + id + "/deliveries";
    assertThat(agent.get(own + "?status=SUCCESS").expect(200).body().path("deliveries")).hasSize(1);
    assertThat(agent.get(own + "?status=PENDING").expect(200).body().path("deliveries")).isEmpty();
    assertThat(agent.get(own + "?to=2020-01-01T00:00:00Z").body().path("deliveries")).isEmpty();
    assertThat(agent.get(own + "?from=2020-01-01T00:00:00Z").body().path("deliveries")).hasSize(2);
    agent.get(own + "?status=GONE").refused(400, "INVALID_REQUEST");
    agent.get(own + "?from=yesterday").refused(400, "INVALID_REQUEST");
  }

  @Test
  void secretsAreNotOnTheDiskInTheClearAndSurviveARestart() throws Exception {
    ObjectNode body = Hooks.body(sink.url("/hook")).put("signing_secret", "s3cret-of-the-test");
    body.set("headers", Json.object("X-Token", "t0ken-of-the-test"));
    String id = Hooks.id(create(body));
    server.close();
    for (Path file : files(SETUP.dataDir())) {
      assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
          .as(file.toString())
          .doesNotContain("s3cret-of-the-test")
          .doesNotContain("t0ken-of-the-test");
    }
    server = ServerProcess.start(SETUP);
    Reply tested = server.operator().send(Hooks.test(Hooks.ADMIN, id)).expect(200);
    assertThat(tested.body().path("success").asBoolean()).isTrue();
    Sink.Received call = sink.next();
    assertThat(call.header("X-Cycles-Signature"))
        .isEqualTo(signature(call.body(), "s3cret-of-the-test"));
    assertThat(call.header("X-Token")).isEqualTo("t0ken-of-the-test");
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
