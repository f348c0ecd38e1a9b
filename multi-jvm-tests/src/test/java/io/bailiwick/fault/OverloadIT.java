package io.bailiwick.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.Clock;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.ServerProcess;
import io.bailiwick.harness.ServerSetup;
import io.bailiwick.harness.StoreKind;
import io.bailiwick.harness.Tenancy;
import io.bailiwick.harness.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** More new work than a book takes at once. */
class OverloadIT {
  private static final int CLIENTS = 48;
  private static final int TRIES = 10;
  private static final Duration WITHIN = Duration.ofSeconds(60);

  @Test
  void newWorkIsRefusedEarlyAndSettlingNever() {
    ServerSetup setup =
        ServerSetup.on(StoreKind.EMBEDDED, "overload")
            .asPeopleStartIt()
            .with("BAILIWICK_PLACEMENT_BOOKS_PER_TENANT", "1")
            .with("BAILIWICK_RESERVATION_IN_FLIGHT_PER_BOOK_MAX", "2");
    try (ServerProcess server = ServerProcess.start(setup)) {
      Tenancy tenancy = Tenancy.ofThreeLevels(server.operator());
      // A book that is still starting says 503; this is about one that works.
      String first = tenancy.agent().reserved("first", tenancy.leaf(), 1);
      tenancy.agent().release(first, Bodies.release("first")).expect(200);
      long fromS = Clock.nowMs() / 1_000;
      List<List<Reply>> answers =
          Workers.start(CLIENTS, number -> reserveAndRelease(tenancy, number)).await(WITHIN);
      List<Reply> refused =
          answers.stream().flatMap(List::stream).filter(reply -> reply.status() == 429).toList();
      assertThat(refused)
          .isNotEmpty()
          .allSatisfy(
              reply -> {
                assertThat(reply.error()).isEqualTo("LIMIT_EXCEEDED");
                assertThat(reply.header("Retry-After")).matches("[0-9]+");
                assertThat(Long.parseLong(reply.header("X-RateLimit-Reset")))
                    .isBetween(fromS + 1, Clock.nowMs() / 1_000 + 2);
              });
      assertThat(answers.stream().flatMap(List::stream).anyMatch(Reply::isSuccess)).isTrue();
      assertThat(tenancy.balance("").reserved()).isZero();
    }
  }

  /** What is held is released at once, which has to succeed. */
  private static List<Reply> reserveAndRelease(Tenancy tenancy, int number) {
    List<Reply> answers = new ArrayList<>();
    for (int i = 0; i < TRIES; i++) {
      String key = number + "-" + i;
      Reply reply = tenancy.agent().reserve(Bodies.reserve(key, tenancy.leaf(), 1));
      answers.add(reply);
      if (reply.status() == 200) {
        tenancy.agent().release(reply.reservationId(), Bodies.release(key)).expect(200);
      } else {
        reply.refused(429, "LIMIT_EXCEEDED");
      }
    }
    return answers;
  }
}
