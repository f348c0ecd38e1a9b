package io.bailiwick.harness;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Stands before a server's port and passes on what comes, as the wires between the two allow. Who
 * connects is known by the address that it connects from.
 */
public final class Relay implements AutoCloseable {
  private static final int CHUNK_BYTES = 16 * 1024;
  private static final int CONNECT_WITHIN_MS = 2_000;
  private static final Duration CONNECTED_WITHIN = Duration.ofSeconds(10);
  private static final long RETRY_NS = 50_000_000;

  /** Both directions between one client and the server. */
  public record Line(Wire up, Wire down) {}

  private final ServerSocket listener;
  private final InetSocketAddress server;
  private final Function<InetAddress, Line> lines;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<Socket, Socket> connections = new ConcurrentHashMap<>();

  /**
   * Listens at once.
   *
   * @param port on the loopback address
   * @param server to pass on to; it need not be there
   * @param lines by the address of a client
   */
  public Relay(int port, InetSocketAddress server, Function<InetAddress, Line> lines) {
    this(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), server, lines);
  }

  /** The same at any address of this machine. */
  Relay(InetSocketAddress at, InetSocketAddress server, Function<InetAddress, Line> lines) {
    this.server = server;
    this.lines = lines;
    try {
      listener = new ServerSocket();
      listener.setReuseAddress(true);
      listener.bind(at);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** Where it listens. */
  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        threads.execute(() -> connect(client));
      } catch (IOException e) {
        if (!listener.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void connect(Socket client) {
    try {
      Socket onward = connected(client);
      connections.put(client, onward);
      client.setTcpNoDelay(true);
      onward.setTcpNoDelay(true);
      Line line = lines.apply(client.getInetAddress());
      threads.execute(() -> pump(client, onward, line.down(), client));
      pump(client, client, line.up(), onward);
    } catch (IOException refused) {
      closeQuietly(client);
    }
  }

  /**
   * A server that is not there is tried again for a while: a connection that is accepted and then
   * broken says more to a node than one that was never made.
   */
  private Socket connected(Socket client) throws IOException {
    long deadlineNs = System.nanoTime() + CONNECTED_WITHIN.toNanos();
    while (true) {
      Socket onward = new Socket();
      try {
        onward.connect(server, CONNECT_WITHIN_MS);
        return onward;
      } catch (IOException notThere) {
        closeQuietly(onward);
        if (System.nanoTime() > deadlineNs || client.isClosed() || listener.isClosed()) {
          throw notThere;
        }
        LockSupport.parkNanos(RETRY_NS);
      }
    }
  }

  /** Until either end has had enough. */
  private void pump(Socket client, Socket from, Wire wire, Socket to) {
    byte[] chunk = new byte[CHUNK_BYTES];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
        if (!wire.passes(chunk, length)) {
          break;
        }
        out.write(chunk, 0, length);
      }
    } catch (IOException ended) {
      end(client);
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
    end(client);
  }

  private void end(Socket client) {
    Socket onward = connections.remove(client);
    if (onward != null) {
      closeQuietly(client);
      closeQuietly(onward);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Breaks every connection there is. New ones are accepted. */
  public void breakAll() {
    connections.keySet().forEach(this::end);
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    breakAll();
    threads.shutdownNow();
  }
}
