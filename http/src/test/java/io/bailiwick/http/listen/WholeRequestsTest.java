package io.bailiwick.http.listen;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.config.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.settings.ServerSettings;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.TLSProtocol.SslTlsInbound;
import org.apache.pekko.stream.TLSProtocol.SslTlsOutbound;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.TLSPlacebo;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** That requests come out the same wherever they are cut, and whole where they may. */
class WholeRequestsTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(20);
  private static final int ROUNDS = 200;
  private static final long WITHIN_S = 20;

  private static ActorSystem<Void> system;

  /** Dear to make, as they are when a server starts. */
  private static BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, NotUsed> layers;

  /** What a handler sees. */
  private record Seen(String method, String path, String header, String body, boolean isWhole) {}

  /** A request as it is sent, and what should be seen of it. */
  private record Sent(String bytes, Seen seen) {}

  @BeforeAll
  static void start() {
    system = ActorSystem.create(Behaviors.empty(), "whole", Settings.load(Map.of()).pekkoConfig());
    layers = layers();
  }

  @AfterAll
  static void stop() throws Exception {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().get(WITHIN_S, TimeUnit.SECONDS);
  }

  @Test
  void requestsAreSeenTheSameWhereverTheyAreCut() throws Exception {
    long seed = Long.getLong("bailiwick.wire.seed", System.nanoTime());
    System.out.println("-Dbailiwick.wire.seed=" + seed);
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      List<Sent> sent =
          IntStream.range(0, 1 + random.nextInt(6)).mapToObj(i -> request(random)).toList();
      String all = String.join("", sent.stream().map(Sent::bytes).toList());
      assertThat(seen(cut(all, random), sent.size()))
          .isEqualTo(sent.stream().map(Sent::seen).toList());
    }
  }

  private static Sent request(Random random) {
    String path = "/" + "p".repeat(random.nextInt(20));
    String eol = random.nextInt(4) == 0 ? "\n" : "\r\n";
    String header = "h".repeat(random.nextInt(random.nextInt(5) == 0 ? 3_000 : 100));
    String head = " " + path + " HTTP/1.1" + eol + "Host: x" + eol + "X-Any: " + header + eol;
    return switch (random.nextInt(5)) {
      case 0 -> new Sent("GET" + head + eol, new Seen("GET", path, header, "", true));
      case 1 -> {
        // Of more lines than are in a piece, and larger than what is held.
        String body = "{\n\n}".repeat(1_000 + random.nextInt(9_000));
        yield new Sent(
            "POST" + head + "Content-Length:" + body.length() + eol + eol + body,
            new Seen("POST", path, header, body, false));
      }
      case 2 -> {
        String body = "b".repeat(1 + random.nextInt(500));
        yield new Sent(
            "POST"
                + head
                + "Transfer-Encoding: chunked"
                + eol
                + eol
                + Integer.toHexString(body.length())
                + "\r\n"
                + body
                + "\r\n0\r\n\r\n",
            new Seen("POST", path, header, body, false));
      }
      default -> {
        // What looks like a head is a body all the same.
        String body =
            random.nextBoolean()
                ? "GET / HTTP/1.1\r\nContent-Length: 99\r\n\r\n"
                : "b".repeat(1 + random.nextInt(6_000));
        String name = random.nextBoolean() ? "Content-Length: " : "content-LENGTH:  ";
        yield new Sent(
            "POST" + head + name + body.length() + eol + eol + body,
            new Seen("POST", path, header, body, true));
      }
    };
  }

  /** Anywhere: in large pieces, in small ones, in single bytes, which HTTP is slow with. */
  private static List<ByteString> cut(String all, Random random) {
    byte[] bytes = all.getBytes(StandardCharsets.ISO_8859_1);
    int kinds = bytes.length < 1_500 ? 4 : bytes.length < 9_000 ? 3 : 2;
    int sizeMax = new int[] {1 << 17, 2_000, 100, 1}[random.nextInt(kinds)];
    List<ByteString> pieces = new ArrayList<>();
    for (int from = 0; from < bytes.length; ) {
      int size = Math.min(bytes.length - from, 1 + random.nextInt(sizeMax));
      pieces.add(ByteString.fromArray(bytes, from, size));
      from += size;
    }
    return pieces;
  }

  /** What comes out of HTTP until it has been {@code count} requests. */
  private static List<Seen> seen(List<ByteString> pieces, int count) throws Exception {
    List<Seen> seen = new CopyOnWriteArrayList<>();
    CompletableFuture<Void> all = new CompletableFuture<>();
    CompletableFuture<Optional<ByteString>> open =
        Source.from(pieces)
            .concatMat(Source.<ByteString>maybe(), Keep.right())
            .via(
                Flow.of(HttpRequest.class)
                    .mapAsync(1, WholeRequestsTest::look)
                    .map(
                        request -> {
                          seen.add(request);
                          if (seen.size() == count) {
                            all.complete(null);
                          }
                          return HttpResponse.create();
                        })
                    .join(layers))
            .to(Sink.ignore())
            .run(system);
    all.get(WITHIN_S, TimeUnit.SECONDS);
    open.complete(Optional.empty());
    return seen;
  }

  private static CompletionStage<Seen> look(HttpRequest request) {
    return request
        .entity()
        .toStrict(TimeUnit.SECONDS.toMillis(WITHIN_S), 1 << 20, system)
        .thenApply(
            body ->
                new Seen(
                    request.method().value(),
                    request.getUri().path(),
                    request.getHeader("X-Any").orElseThrow().value(),
                    body.getData().utf8String(),
                    request.entity().isStrict()));
  }

  private static BidiFlow<HttpResponse, ByteString, ByteString, HttpRequest, NotUsed> layers() {
    return Http.get(system)
        .serverLayer(ServerSettings.create(Adapter.toClassic(system)))
        .atop(withoutTls())
        .atop(
            BidiFlow.fromFlows(Flow.of(ByteString.class), Flow.fromGraph(new WholeRequests(LONG))));
  }

  @SuppressWarnings("unchecked") // As in the listener.
  private static BidiFlow<SslTlsOutbound, ByteString, ByteString, SslTlsInbound, NotUsed>
      withoutTls() {
    return (BidiFlow<SslTlsOutbound, ByteString, ByteString, SslTlsInbound, NotUsed>)
        (BidiFlow<?, ?, ?, ?, ?>) TLSPlacebo.getInstance();
  }

  /** What goes on of what comes in, each piece as text. */
  private static List<String> pieces(Duration heldAtMost, Source<ByteString, ?> coming)
      throws Exception {
    return coming
        .via(new WholeRequests(heldAtMost))
        .map(ByteString::utf8String)
        .runWith(Sink.seq(), system)
        .toCompletableFuture()
        .get(WITHIN_S, TimeUnit.SECONDS);
  }

  private static Source<ByteString, NotUsed> coming(String... pieces) {
    return Source.from(List.of(pieces)).map(ByteString::fromString);
  }

  @Test
  void aBodyJoinsTheEndOfItsHead() throws Exception {
    assertThat(
            pieces(LONG, coming("POST / HTTP/1.1\r\nContent-", "Length: 4\r\n\r\n", "{", "}  GET")))
        .containsExactly("POST / HTTP/1.1\r\nContent-", "Length: 4\r\n\r\n{}  ", "GET");
  }

  @Test
  void aBodyThatDoesNotComeIsNotWaitedForLongAndNeitherIsOneThatIsNotThereAtTheEnd()
      throws Exception {
    String head = "POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\n";
    CompletionStage<String> first =
        coming(head, "{")
            .concat(Source.maybe())
            .via(new WholeRequests(SHORT))
            .map(ByteString::utf8String)
            .runWith(Sink.head(), system);
    assertThat(first.toCompletableFuture().get(WITHIN_S, TimeUnit.SECONDS)).isEqualTo(head + "{");
    assertThat(pieces(LONG, coming(head, "{"))).containsExactly(head + "{");
  }

  /** HTTP does not ask for a body before somebody reads it, which may be long after its head. */
  @Test
  void aBodyThatComesAfterTheWaitStaysUntilItIsAskedFor() throws Exception {
    String head = "POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\n";
    var ends =
        Source.<ByteString>queue(8)
            .via(new WholeRequests(SHORT))
            .map(ByteString::utf8String)
            .toMat(Sink.<String>queue(1).withAttributes(Attributes.inputBuffer(1, 1)), Keep.both())
            .run(system);
    ends.first().offer(ByteString.fromString(head));
    CompletableFuture<Void> isLetGo = new CompletableFuture<>();
    system
        .scheduler()
        .scheduleOnce(
            SHORT.multipliedBy(10), () -> isLetGo.complete(null), system.executionContext());
    isLetGo.get(WITHIN_S, TimeUnit.SECONDS);
    ends.first().offer(ByteString.fromString("{"));
    ends.first().offer(ByteString.fromString("}  "));
    for (String piece : List.of(head, "{", "}  ")) {
      assertThat(ends.second().pull().toCompletableFuture().get(WITHIN_S, TimeUnit.SECONDS))
          .contains(piece);
    }
  }

  @Test
  void whoAsksFirstAndWhoSendsMuchIsNotKeptWaiting() throws Exception {
    for (String header :
        List.of(
            "Content-Length: 4\r\nExpect: 100-continue",
            "Content-Length: 20000",
            "Content-Length: 4\r\nTransfer-Encoding: chunked",
            "Content-Length: 4\r\nContent-Length: 4",
            "Content-Length: +4")) {
      String head = "POST / HTTP/1.1\r\n" + header + "\r\n\r\n";
      assertThat(pieces(LONG, coming(head, "{}  "))).containsExactly(head, "{}  ");
    }
  }

  @Test
  void noPieceHasMoreThanSoManyLinesWhateverTheyAre() throws Exception {
    String head = "POST / HTTP/1.1\nContent-Length: 3000\n\n";
    for (String all :
        List.of(
            "G / HTTP/1.0\n\n".repeat(3_000),
            "\n".repeat(3_000),
            head + "\n".repeat(3_000),
            "x\n".repeat(3_000))) {
      for (List<String> pieces :
          List.of(
              pieces(LONG, coming(all)),
              pieces(
                  LONG, coming(all.substring(0, head.length()), all.substring(head.length()))))) {
        assertThat(String.join("", pieces)).isEqualTo(all);
        assertThat(pieces)
            .allSatisfy(
                piece ->
                    assertThat(piece.chars().filter(c -> c == '\n').count())
                        .isLessThanOrEqualTo(WholeRequests.LINES_MAX));
      }
    }
  }
}
