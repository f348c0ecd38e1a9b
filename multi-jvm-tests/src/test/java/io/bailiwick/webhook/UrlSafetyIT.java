package io.bailiwick.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.ServerProcess;
import io.bailiwick.harness.ServerSetup;
import io.bailiwick.harness.StoreKind;
import io.bailiwick.harness.Tenancy;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where webhooks must not lead, and who decides it. */
class UrlSafetyIT {
  private static final String SECURITY = "/v1/admin/config/webhook-security";
  private static ServerProcess server;

  private Operator operator;
  private Tenancy tenancy;

  @BeforeAll
  static void start() {
    server = ServerProcess.start(ServerSetup.on(StoreKind.byDefault(), "webhook-urls"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() {
    operator = server.operator();
    tenancy = Tenancy.empty(operator);
    secure(Json.object()).expect(200);
  }

  private Reply secure(ObjectNode body) {
    return operator.send(Request.of("PUT", SECURITY, body));
  }

  private Reply create(String url) {
    return Hooks.createFor(operator, tenancy.id(), Hooks.body(url));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://127.0.0.1/x",
        "https://127.8.8.8:7878/x",
        "https://localhost/x",
        "https://2130706433/x",
        "https://[::1]/x",
        "https://[::ffff:127.0.0.1]/x",
        "https://[::ffff:7f00:1]/x",
        "https://[64:ff9b::a9fe:a9fe]/x",
        "https://10.0.0.1/x",
        "https://172.16.0.1/x",
        "https://192.168.0.1/x",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/x",
        "https://0.0.0.0/x",
        "https://[::]/x",
        "https://[fd00::1]/x",
        "https://[fe80::1]/x",
        "https://224.0.0.1/x",
        "https://no-such-host.invalid/x",
        "http://203.0.113.7/x",
        "ftp://203.0.113.7/x",
        "https://user:pass@203.0.113.7/x",
        "https:///x",
        "not a url",
        "/relative"
      })
  void whatLeadsInsideOrNowhereIsRefusedOnEveryWay(String url) {
    create(url).refused(400, "WEBHOOK_URL_INVALID");
    operator.post(Hooks.ADMIN, Hooks.body(url)).refused(400, "WEBHOOK_URL_INVALID");
    Hooks.agent(operator, tenancy.id())
        .post(Hooks.TENANT, Hooks.body(url))
        .refused(400, "WEBHOOK_URL_INVALID");
    String id = Hooks.id(create(Hooks.URL));
    for (String base : List.of(Hooks.ADMIN, Hooks.TENANT)) {
      operator
          .send(Hooks.patch(base, id, Json.object("url", url)))
          .refused(400, "WEBHOOK_URL_INVALID");
    }
    assertThat(operator.get(Hooks.ADMIN + "/" + id).text("url")).isEqualTo(Hooks.URL);
  }

  @Test
  void theDefaultsAreThoseOfTheProtocolAndAReplacementIsWhole() {
    Reply defaults = operator.get(SECURITY).expect(200);
    assertThat(defaults.body().path("blocked_cidr_ranges"))
        .extracting(range -> range.asText())
        .containsExactly(
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "::1/128",
            "fc00::/7");
    assertThat(defaults.body().path("allowed_url_patterns")).isEmpty();
    assertThat(defaults.body().path("allow_http").asBoolean(true)).isFalse();

    ObjectNode decided =
        Json.object(
            "blocked_cidr_ranges",
            List.of("198.51.100.0/24"),
            "allowed_url_patterns",
            List.of("https://203.0.113.*/hooks/*"),
            "allow_http",
            false);
    assertThat(secure(decided).expect(200).body()).isEqualTo(decided);
    assertThat(operator.get(SECURITY).expect(200).body()).isEqualTo(decided);
    create("https://203.0.113.7/hooks/1").expect(201);
    create("https://203.0.113.7/other").refused(400, "WEBHOOK_URL_INVALID");
    create("https://198.51.100.1/hooks/1").refused(400, "WEBHOOK_URL_INVALID");
    secure(Json.object("blocked_cidr_ranges", List.of())).expect(200);
    create("https://100.64.0.1/x").refused(400, "WEBHOOK_URL_INVALID");
    create("https://[fe80::1]/x").refused(400, "WEBHOOK_URL_INVALID");
    assertThat(secure(Json.object()).expect(200).body()).isEqualTo(defaults.body());
    create("https://203.0.113.7/other").expect(201);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"blocked_cidr_ranges\": [\"10.0.0.0\"]}",
        "{\"blocked_cidr_ranges\": [\"10.0.0.0/33\"]}",
        "{\"blocked_cidr_ranges\": [\"example.com/8\"]}",
        "{\"blocked_cidr_ranges\": \"10.0.0.0/8\"}",
        "{\"allowed_url_patterns\": [\"*\"]}",
        "{\"allow_http\": \"yes\"}",
        "{\"colour\": 1}"
      })
  void whatIsNoDecisionIsRefused(String body) {
    secure((ObjectNode) Json.parse(body)).refused(400, "INVALID_REQUEST");
    create("https://127.0.0.1/x").refused(400, "WEBHOOK_URL_INVALID");
  }
}
