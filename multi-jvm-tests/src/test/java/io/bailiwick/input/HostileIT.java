package io.bailiwick.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.bailiwick.contract.Answer;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Clock;
import io.bailiwick.harness.HttpConnection;
import io.bailiwick.harness.Request;
import io.bailiwick.harness.ServerProcess;
import io.bailiwick.harness.ServerSetup;
import io.bailiwick.harness.StoreKind;
import io.bailiwick.harness.Tenancy;
import io.bailiwick.harness.Workers;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many who mean no good, and one who works: the one is served, and memory does not grow. */
class HostileIT {
  private static final int IDLE = 10_000;

  /** Connections, and what a process needs besides. */
  private static final int FILES_NEEDED = IDLE + 500;

  private static final int PIPELINED = 3_000;
  private static final int CHARSETS = 20;

  /** A busy machine needs less than one; looking for the names took 20 and more. */
  private static final Duration CHARSETS_WITHIN = Duration.ofSeconds(5);

  private static final int SLOW = 200;
  private static final int FLOODS = 40;

  /**
   * What work may take while all this goes on, as a multiple of what it took before: compared in
   * one run, so that a busy machine says nothing about the server. What sends all this takes
   * processor time as well, here more than the server.
   */
  private static final int SLOWER_TIMES_MAX = 50;

  private static final long RESIDENT_KIB_MAX = 900 * 1024;

  /** Shorter times than usual, so that the test is short. */
  private static ServerProcess server;

  private static Tenancy tenancy;

  /** Half of the work took less, before anything happened. */
  private static Duration undisturbed;

  @BeforeAll
  static void start() {
    server =
        ServerProcess.start(
            ServerSetup.on(StoreKind.EMBEDDED, "hostile")
                .asPeopleStartIt()
                .with("BAILIWICK_HTTP_RECEIVE_TIMEOUT", "2s"));
    tenancy = Tenancy.ofThreeLevels(server.operator());
    typical("warm-up", 200);
    undisturbed = typical("undisturbed", 100);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  /** What everybody else does meanwhile: all of it succeeds, and about as fast as ever. */
  private static void work(String name, int times) {
    Duration typical = typical(name, times);
    System.out.printf("%s: %s, undisturbed %s%n", name, typical, undisturbed);
    assertThat(typical).isLessThan(undisturbed.multipliedBy(SLOWER_TIMES_MAX));
  }

  private static Duration typical(String name, int times) {
    Agent agent = tenancy.agent();
    List<Duration> taken = new ArrayList<>(times);
    for (int i = 0; i < times; i++) {
      long fromNs = System.nanoTime();
      String id = agent.reserved(name + i, tenancy.leaf(), 1);
      agent.release(id, Bodies.release(name)).expect(200);
      taken.add(Duration.ofNanos(System.nanoTime() - fromNs));
    }
    Collections.sort(taken);
    return taken.get(times / 2);
  }

  private static long filesMax() {
    try (Stream<String> limits = Files.lines(Path.of("/proc/" + server.pid() + "/limits"))) {
      String line =
          limits.filter(limit -> limit.startsWith("Max open files")).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll(" +", " ").split(" ")[3]);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void tenThousandIdleConnectionsHurtNobody() throws IOException {
    if (filesMax() < FILES_NEEDED) {
      System.out.println("skipped: the server may only open " + filesMax() + " files");
    }
    assumeTrue(filesMax() >= FILES_NEEDED, "too few open files allowed");
    List<SocketChannel> idle = new ArrayList<>(IDLE);
    try {
      for (int i = 0; i < IDLE; i++) {
        idle.add(
            SocketChannel.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port())));
      }
      work("idle", 100);
      System.out.printf("with %d idle connections: %d KiB%n", IDLE, server.residentKib());
      assertThat(server.residentKib()).isLessThan(RESIDENT_KIB_MAX);
    } finally {
      for (SocketChannel channel : idle) {
        channel.close();
      }
    }
    work("after-idle", 50);
  }

  /** In one write, so that the server may find them all in one read. */
  @Test
  void thousandsOfShortRequestsInOnePacketAreAnsweredOneByOne() throws IOException {
    byte[] requests =
        "GET /readiness HTTP/1.1\r\nHost: x\r\n\r\n"
            .repeat(PIPELINED)
            .getBytes(StandardCharsets.ISO_8859_1);
    try (HttpConnection connection = new HttpConnection(server.port())) {
      connection.write(requests);
      for (int i = 0; i < PIPELINED; i++) {
        assertThat(connection.answer("GET", "/readiness").status()).isEqualTo(200);
      }
    }
    work("after-pipelined", 5);
  }

  @Test
  void headersThatNobodyReadsAreNotUnderstoodAtAnyCost() throws IOException {
    Request request = Request.get("/readiness").with("Accept-Charset", "a,".repeat(4_000));
    long fromNs = System.nanoTime();
    try (HttpConnection connection = new HttpConnection(server.port())) {
      for (int i = 0; i < CHARSETS; i++) {
        assertThat(connection.exchange(request).status()).isEqualTo(200);
      }
    }
    assertThat(Duration.ofNanos(System.nanoTime() - fromNs)).isLessThan(CHARSETS_WITHIN);
  }

  @Test
  void slowSendersAreCutOff() throws IOException {
    List<HttpConnection> slow = new ArrayList<>();
    try {
      for (int i = 0; i < SLOW; i++) {
        HttpConnection connection = new HttpConnection(server.port());
        connection.write(
            (i % 2 == 0
                    ? "POST /v1/reservations HTTP/1.1\r\nHost: x\r\nX-Cycles-API-Key: "
                        + tenancy.agent().secret()
                        + "\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
                    : "POST /v1/reservations HTTP/1.1\r\nHost: x\r\nX-Slow: ")
                .getBytes(StandardCharsets.ISO_8859_1));
        slow.add(connection);
      }
      work("slow", 100);
      long fromMs = Clock.nowMs();
      for (HttpConnection connection : slow) {
        endsByItself(connection);
      }
      assertThat(Clock.nowMs() - fromMs).isLessThan(15_000);
    } finally {
      for (HttpConnection connection : slow) {
        connection.close();
      }
    }
  }

  /** With an error of the contract, or without a word. */
  private static void endsByItself(HttpConnection connection) throws IOException {
    try {
      Answer answer = connection.answer("POST", "/v1/reservations");
      assertThat(answer.status()).isIn(400, 408, 413, 503);
      assertThat(answer.body()).doesNotContain("Exception", "\tat ");
    } catch (EOFException closed) {
      assertThat(connection.isClosedByServer()).isTrue();
    }
  }

  @Test
  void floodsOfLargeBodiesLeaveTheMemoryAsItWas() {
    byte[] large = new byte[10 << 20];
    java.util.Arrays.fill(large, (byte) '{');
    Request request =
        new Request("POST", "/v1/reservations", Map.of("Content-Type", "application/json"), large)
            .with("X-Cycles-API-Key", tenancy.agent().secret());
    flood(request, 2);
    long beforeKib = server.residentKib();
    AtomicBoolean over = new AtomicBoolean();
    Workers<Void> worker =
        Workers.start(
            1,
            number -> {
              for (int i = 0; !over.get(); i++) {
                work("flood" + i + "-", 5);
              }
              return null;
            });
    flood(request, FLOODS);
    over.set(true);
    worker.await(Duration.ofSeconds(60));
    long afterKib = server.residentKib();
    System.out.printf("before the flood %d KiB, after it %d KiB%n", beforeKib, afterKib);
    assertThat(afterKib).isLessThan(RESIDENT_KIB_MAX);
  }

  private static void flood(Request request, int times) {
    Workers.start(
            4,
            number -> {
              for (int i = 0; i < times; i++) {
                try (HttpConnection connection = new HttpConnection(server.port())) {
                  assertThat(connection.exchange(request).status()).isEqualTo(413);
                } catch (IOException cutOff) {
                  assertThat(cutOff).as("cut off while sending").isNotNull();
                }
              }
              return null;
            })
        .await(Duration.ofSeconds(120));
  }
}
