package io.bailiwick.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a relay does to a connection, seen from both ends. */
class RelayTest {
  private static final int NOTHING_COMES_WITHIN_MS = 200;

  private final Links links = new Links();
  private ServerSocket listener;
  private Relay relay;
  private Socket client;
  private Socket server;

  @BeforeEach
  void connectAsTheThird() throws IOException {
    listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    int port = ServerSetup.freePort();
    relay =
        new Relay(
            port,
            new InetSocketAddress(InetAddress.getLoopbackAddress(), listener.getLocalPort()),
            from -> links.line(from.getAddress()[3], 7));
    client = new Socket();
    client.bind(new InetSocketAddress("127.0.0.3", 0));
    client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    server = listener.accept();
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    server.close();
    relay.close();
    listener.close();
  }

  private static void say(Socket from, String text) throws IOException {
    from.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String hear(Socket at, int bytes) throws IOException {
    at.setSoTimeout(5_000);
    return new String(at.getInputStream().readNBytes(bytes), StandardCharsets.UTF_8);
  }

  private static void hearNothing(Socket at) throws IOException {
    at.setSoTimeout(NOTHING_COMES_WITHIN_MS);
    assertThatThrownBy(() -> at.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void passesOnBothWays() throws IOException {
    say(client, "ask");
    assertThat(hear(server, 3)).isEqualTo("ask");
    say(server, "answer");
    assertThat(hear(client, 6)).isEqualTo("answer");
  }

  @Test
  void cutsOneDirectionOfOneClientAndKeepsWhatWasSent() throws IOException {
    links.wire(3, 7).cut();
    say(client, "ask");
    hearNothing(server);
    say(server, "answer");
    assertThat(hear(client, 6)).isEqualTo("answer");
    links.wire(3, 7).heal();
    assertThat(hear(server, 3)).isEqualTo("ask");
  }

  @Test
  void isNotCutForAnotherClient() throws IOException {
    links.wire(4, 7).cut();
    say(client, "ask");
    assertThat(hear(server, 3)).isEqualTo("ask");
  }

  @Test
  void slowsDown() throws IOException {
    links.wire(7, 3).slow(Duration.ofMillis(300));
    long fromNs = System.nanoTime();
    say(server, "answer");
    hear(client, 6);
    assertThat(Duration.ofNanos(System.nanoTime() - fromNs)).isGreaterThan(Duration.ofMillis(299));
  }

  @Test
  void breaksInPlaceOfPassingOnWhatItIsToldTo() throws IOException {
    links.wire(7, 3).breakAt("COMMIT", 1);
    say(server, "BEGIN");
    assertThat(hear(client, 5)).isEqualTo("BEGIN");
    say(server, "COMMIT");
    assertThat(hear(client, 6)).isEmpty();
    assertThat(links.wire(7, 3).isDoneBreaking()).isTrue();
  }

  @Test
  void breaksWhatThereIsOnDemand() throws IOException {
    say(client, "ask");
    assertThat(hear(server, 3)).isEqualTo("ask");
    relay.breakAll();
    await().until(() -> server.getInputStream().read() < 0);
  }
}
