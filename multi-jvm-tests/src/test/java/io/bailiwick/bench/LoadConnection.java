package io.bailiwick.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * One connection that is kept, with one request in flight. It is opened anew when it has ended; the
 * time for that is the server's. Used by one thread.
 */
final class LoadConnection implements AutoCloseable {
  private static final int CONNECT_WITHIN_MS = 5_000;
  private static final int ANSWER_WITHIN_MS = 30_000;

  private final InetSocketAddress address;
  private final String host;
  private Socket socket;
  private AnswerReader reader;

  LoadConnection(InetSocketAddress address) {
    this.address = address;
    this.host = "\r\nHost: " + address.getHostString() + ":" + address.getPort() + "\r\n";
  }

  /**
   * Sends a request and waits for its answer.
   *
   * @param headers whole lines, or nothing
   * @param body null for none; in Latin-1 only
   * @return the status
   * @throws IOException if there is no answer; the request may have had its effect all the same
   */
  int exchange(String method, String target, String headers, String body) throws IOException {
    StringBuilder request =
        new StringBuilder(512)
            .append(method)
            .append(' ')
            .append(target)
            .append(" HTTP/1.1")
            .append(host)
            .append(headers);
    if (body != null) {
      request
          .append("Content-Type: application/json\r\nContent-Length: ")
          .append(body.length())
          .append("\r\n\r\n")
          .append(body);
    } else {
      request.append("\r\n");
    }
    try {
      open();
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
      int status = reader.read();
      if (!reader.keepsOpen()) {
        close();
      }
      return status;
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  /** Of the last answer. */
  String body() {
    return reader.body();
  }

  private void open() throws IOException {
    if (socket != null) {
      return;
    }
    Socket opened = new Socket();
    opened.setTcpNoDelay(true);
    opened.setSoTimeout(ANSWER_WITHIN_MS);
    try {
      opened.connect(address, CONNECT_WITHIN_MS);
      reader = new AnswerReader(opened.getInputStream());
      socket = opened;
    } catch (IOException e) {
      opened.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }
}
