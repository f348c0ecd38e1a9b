package io.bailiwick.harness;

import io.bailiwick.contract.Answer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One keep-alive connection, used by one thread at a time. Small enough to send what a library
 * would refuse to send, and to know exactly when an answer was there.
 */
public final class HttpConnection implements AutoCloseable {
  /** Longer than the server's own limit of a request. */
  static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

  /** Much shorter than the time after which a server closes an idle connection. */
  private static final Duration KEPT = Duration.ofSeconds(20);

  private static final int CONNECT_WITHIN_MS = 5_000;
  private static final int NO_CONTENT = 204;
  private static final int BODY_BYTES_MAX = 16 << 20;
  private static final int HEADER_BYTES_MAX = 1 << 20;

  private final int port;
  private final Socket socket;
  private final InputStream in;
  private boolean reusable = true;
  private long answeredNs = System.nanoTime();

  public HttpConnection(int port) throws IOException {
    this(port, ANSWER_WITHIN);
  }

  public HttpConnection(int port, Duration answerWithin) throws IOException {
    this(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), answerWithin);
  }

  HttpConnection(InetSocketAddress server, Duration answerWithin) throws IOException {
    this.port = server.getPort();
    this.socket = new Socket();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) answerWithin.toMillis());
    socket.connect(server, CONNECT_WITHIN_MS);
    this.in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
  }

  /** Sends a request and waits for its answer. */
  public Answer exchange(Request request) throws IOException {
    byte[] head = request.head(port);
    ByteArrayOutputStream whole = new ByteArrayOutputStream(head.length + 512);
    whole.writeBytes(head);
    if (request.body() != null) {
      whole.writeBytes(request.body());
    }
    try {
      write(whole.toByteArray());
    } catch (IOException notAllSent) {
      return answerOr(notAllSent, request);
    }
    return answer(request.method(), request.path());
  }

  /** A server may answer before everything is sent, and close. */
  private Answer answerOr(IOException notAllSent, Request request) throws IOException {
    try {
      return answer(request.method(), request.path());
    } catch (IOException noAnswer) {
      notAllSent.addSuppressed(noAnswer);
      throw notAllSent;
    }
  }

  /** Sends bytes as they are. */
  public void write(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** Reads an answer to what was written before. */
  public Answer answer(String method, String path) throws IOException {
    String[] status = line().split(" ", 3);
    if (status.length < 2 || !status[0].startsWith("HTTP/1.")) {
      throw new IOException("not a status line: " + String.join(" ", status));
    }
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (String line = line(); !line.isEmpty(); line = line()) {
      String[] parts = line.split(":", 2);
      headers.computeIfAbsent(parts[0].strip(), any -> new ArrayList<>()).add(parts[1].strip());
    }
    answeredNs = System.nanoTime();
    reusable = headers.getOrDefault("Connection", List.of()).stream().noneMatch("close"::equals);
    int code = Integer.parseInt(status[1]);
    return new Answer(method, path, code, headers, code == NO_CONTENT ? "" : body(headers));
  }

  /**
   * Whether the server said that it keeps the connection open, and has had no time to regret it.
   */
  boolean isReusable() {
    return reusable && !socket.isClosed() && System.nanoTime() - answeredNs < KEPT.toNanos();
  }

  /** Whether the server has closed the connection, within what the timeout allows. */
  public boolean isClosedByServer() throws IOException {
    return in.read() < 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private String body(Map<String, List<String>> headers) throws IOException {
    List<String> length = headers.get("Content-Length");
    if (length != null) {
      return text(in.readNBytes(checked(Integer.parseInt(length.getFirst()))), length.getFirst());
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    if (headers.containsKey("Transfer-Encoding")) {
      for (int size = chunkSize(); size > 0; size = chunkSize()) {
        body.writeBytes(in.readNBytes(checked(size)));
        line();
      }
      line();
    } else {
      reusable = false;
      body.writeBytes(in.readNBytes(BODY_BYTES_MAX));
    }
    return body.toString(StandardCharsets.UTF_8);
  }

  private static String text(byte[] read, String promised) throws EOFException {
    if (read.length != Integer.parseInt(promised)) {
      throw new EOFException("the answer ended after " + read.length + " of " + promised);
    }
    return new String(read, StandardCharsets.UTF_8);
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(line().split(";", 2)[0].strip(), 16);
  }

  private static int checked(int size) throws IOException {
    if (size > BODY_BYTES_MAX) {
      throw new IOException("an answer of " + size + " bytes");
    }
    return size;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream(128);
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0 || line.size() > HEADER_BYTES_MAX) {
        throw new EOFException("the connection ended within an answer");
      }
      line.write(next);
    }
    return line.toString(StandardCharsets.ISO_8859_1).strip();
  }
}
