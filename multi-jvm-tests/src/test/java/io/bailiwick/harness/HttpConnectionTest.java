package io.bailiwick.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.contract.Answer;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Against a server that says exactly what it is told to say. */
class HttpConnectionTest {
  private final ServerSocket server = listen();

  private static ServerSocket listen() {
    try {
      return new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  /** Answers whatever it is asked, then closes. */
  private Answer answer(String said) throws IOException {
    Thread.ofVirtual()
        .start(
            () -> {
              try (Socket socket = server.accept()) {
                socket.getInputStream().read(new byte[1024]);
                socket.getOutputStream().write(said.getBytes(StandardCharsets.UTF_8));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    try (HttpConnection connection = new HttpConnection(server.getLocalPort())) {
      return connection.exchange(Request.get("/path?query"));
    }
  }

  @Test
  void readsABodyOfAKnownLength() throws IOException {
    Answer answer = answer("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nX-Two: b\r\n\r\nhéy");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("héy");
    assertThat(answer.header("x-two")).contains("b");
    assertThat(answer.path()).isEqualTo("/path");
  }

  @Test
  void readsABodyInChunks() throws IOException {
    Answer answer =
        answer(
            "HTTP/1.1 201 Made\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n"
                + "3\r\n"
                + "abc\r\n"
                + "2;x\r\n"
                + "de\r\n"
                + "0\r\n\r\n");
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.body()).isEqualTo("abcde");
  }

  @Test
  void readsABodyUntilTheEnd() throws IOException {
    assertThat(answer("HTTP/1.1 200 OK\r\n\r\nabc").body()).isEqualTo("abc");
  }

  @Test
  void halfAnAnswerIsNone() {
    assertThatThrownBy(() -> answer("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"))
        .isInstanceOf(EOFException.class);
    assertThatThrownBy(() -> answer("HTTP/1.1 200 OK\r\nConte")).isInstanceOf(EOFException.class);
  }

  @Test
  void doesNotWaitForEver() throws IOException {
    try (HttpConnection connection =
        new HttpConnection(server.getLocalPort(), Duration.ofMillis(50))) {
      assertThatThrownBy(() -> connection.exchange(Request.get("/")))
          .isInstanceOf(SocketTimeoutException.class);
    }
  }
}
