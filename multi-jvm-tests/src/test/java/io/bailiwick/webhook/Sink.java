package io.bailiwick.webhook;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An endpoint that keeps what it gets. */
final class Sink implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final CountDownLatch isOver = new CountDownLatch(1);
  private volatile int status = 200;
  private volatile String location;

  /** A call as it came in. */
  record Received(String method, String path, Headers headers, byte[] body) {

    String header(String name) {
      List<String> values = headers.getOrDefault(name, List.of());
      return values.size() == 1 ? values.getFirst() : values.toString();
    }
  }

  Sink() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::take);
    server.createContext("/never", this::keepWaiting);
    server.setExecutor(threads);
    server.start();
  }

  String url(String path) {
    return "http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path);
  }

  /** What it answers from now on. */
  Sink answering(int newStatus) {
    status = newStatus;
    return this;
  }

  /** It sends callers elsewhere from now on. */
  Sink redirectingTo(String url) {
    location = url;
    return answering(302);
  }

  /** The next call that came in, or null. */
  Received next() throws InterruptedException {
    return received.poll(5, TimeUnit.SECONDS);
  }

  boolean isEmpty() {
    return received.isEmpty();
  }

  private void take(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    received.add(
        new Received(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            exchange.getRequestHeaders(),
            body));
    if (location != null) {
      exchange.getResponseHeaders().set("Location", location);
    }
    exchange.sendResponseHeaders(status, 2);
    exchange.getResponseBody().write("ok".getBytes());
    exchange.close();
  }

  private void keepWaiting(HttpExchange exchange) throws IOException {
    try {
      isOver.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    exchange.close();
  }

  @Override
  public void close() {
    isOver.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
