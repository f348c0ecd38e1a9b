package io.bailiwick.http.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.bailiwick.config.Secret;
import io.bailiwick.config.Settings;
import io.bailiwick.config.WebhookSettings;
import io.bailiwick.webhook.CallResult;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That a call goes where somebody has looked, whatever its name leads to by then. */
class PinnedClientTest {
  private static final Duration WITHIN = Duration.ofSeconds(5);
  private static final InetAddress HERE = InetAddress.getLoopbackAddress();
  private static ActorSystem<Void> system;
  private static PinnedClient client;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    system = ActorSystem.create(Behaviors.empty(), "pinned", Settings.load(Map.of()).pekkoConfig());
    client =
        new PinnedClient(
            system, new WebhookSettings(new Secret(""), WITHIN, WITHIN, Duration.ofDays(1)));
  }

  @AfterAll
  static void stop() throws Exception {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static CallResult post(String url, Duration within) throws Exception {
    return client
        .post(URI.create(url), HERE, List.of(), "{}".getBytes(), within)
        .toCompletableFuture()
        .get(20, TimeUnit.SECONDS);
  }

  @Test
  void aNameIsNotLookedUpAgain() throws Exception {
    AtomicReference<String> host = new AtomicReference<>();
    HttpServer server = HttpServer.create(new InetSocketAddress(HERE, 0), 1);
    server.createContext(
        "/",
        exchange -> {
          host.set(exchange.getRequestHeaders().getFirst("Host"));
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    try {
      int port = server.getAddress().getPort();
      CallResult result = post("http://no-such-host.invalid:" + port + "/hook", WITHIN);
      assertThat(result.error()).isNull();
      assertThat(result.responseStatus()).isEqualTo(204);
      assertThat(host).hasValue("no-such-host.invalid:" + port);
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aReceiverThatNobodyVouchesForIsNotTold() throws Exception {
    AtomicReference<String> path = new AtomicReference<>();
    HttpsServer server = HttpsServer.create(new InetSocketAddress(HERE, 0), 1);
    server.setHttpsConfigurator(new HttpsConfigurator(selfSigned()));
    server.createContext("/", exchange -> path.set(exchange.getRequestURI().toString()));
    server.start();
    try {
      String url = "https://no-such-host.invalid:" + server.getAddress().getPort() + "/hook";
      CallResult result = post(url, WITHIN);
      assertThat(result.error()).contains("TLS");
      assertThat(result.responseStatus()).isNull();
      assertThat(path).hasNullValue();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void whoeverNeverAnswersIsGivenUp() throws Exception {
    // Accepted by the system, read by nobody.
    try (ServerSocket silent = new ServerSocket(0, 1, HERE)) {
      CallResult late = post("http://127.0.0.1:" + silent.getLocalPort(), Duration.ofMillis(300));
      assertThat(late.error()).contains("300 ms");
    }
  }

  private SSLContext selfSigned() throws Exception {
    Path store = folder.resolve("keys.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=no-such-host.invalid",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit")
            .redirectErrorStream(true)
            .start();
    assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(load(store), "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static KeyStore load(Path store) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    } catch (IOException e) {
      throw new IllegalStateException("keytool made no store", e);
    }
    return keys;
  }
}
