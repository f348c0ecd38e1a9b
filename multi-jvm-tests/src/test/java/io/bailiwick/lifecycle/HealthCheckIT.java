package io.bailiwick.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.contract.Answer;
import io.bailiwick.harness.HttpConnection;
import io.bailiwick.harness.SharedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** How load balancers and containers ask for health, other than with a plain GET. */
class HealthCheckIT {
  private static final int PORT = SharedServer.running().port();

  private static HttpResponse<String> head(String path) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + PORT + path)).HEAD().build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void headIsGetWithoutTheBody() throws IOException, InterruptedException {
    for (String path :
        new String[] {"/readiness", "/actuator/health", "/actuator/health/liveness"}) {
      HttpResponse<String> response = head(path);
      assertThat(response.statusCode()).as(path).isEqualTo(200);
      assertThat(response.body()).isEmpty();
      assertThat(response.headers().firstValue("X-Request-Id")).isPresent();
    }
    assertThat(head("/v1/reservations").statusCode()).isEqualTo(401);
    assertThat(head("/v1/decide").statusCode()).isEqualTo(405);
    assertThat(head("/nothing-here").statusCode()).isEqualTo(404);
  }

  @Test
  void theOldHttpNeedsNoHost() throws IOException {
    assertThat(without("HTTP/1.0").status()).isEqualTo(200);
    assertThat(without("HTTP/1.1").status()).isEqualTo(400);
  }

  private static Answer without(String version) throws IOException {
    try (HttpConnection connection = new HttpConnection(PORT)) {
      String request = "GET /readiness " + version + "\r\n\r\n";
      connection.write(request.getBytes(StandardCharsets.ISO_8859_1));
      return connection.answer("GET", "/readiness");
    }
  }
}
