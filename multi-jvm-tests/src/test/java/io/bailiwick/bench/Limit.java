package io.bailiwick.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.contract.Answer;
import io.bailiwick.harness.Bodies;
import io.bailiwick.harness.HttpConnection;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Request;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * What the HTTP library could do if there were nothing to decide: w1's requests, at a route that
 * gives the server's answers without any work. As fast as answers come, whatever the options say.
 */
final class Limit {
  static final String NAME = "limit";

  private static final int CONNECTIONS = 64;
  private static final long ESTIMATE = 1_000;
  private static final long ACTUAL = 750;

  private Limit() {}

  static void run(Session session) {
    Site site = Site.ofOneLevel(session.target(), 1, Site.PLENTY);
    Leaf leaf = site.leaves().getFirst();
    ObjectNode answers = answers(session.target(), leaf);
    long serverPid = session.target().processes().get(OwnServer.SERVER);
    try (BareProcess bare = BareProcess.start(serverPid, answers)) {
      Target target = bare.target();
      for (int run = 1; run <= session.options().runs(); run++) {
        Driver.Measured measured =
            Driver.run(
                target, session.closed(CONNECTIONS), () -> Turns.lifecycle(leaf, ESTIMATE, ACTUAL));
        session.report(NAME, run, Operation.LIFECYCLE, measured, Audit.NONE);
      }
    }
  }

  /** What the server says to a lifecycle, to be said again. */
  private static ObjectNode answers(Target target, Leaf leaf) {
    try (HttpConnection connection = new HttpConnection(target.nodes().getFirst().getPort())) {
      Answer reserved =
          succeed(
              connection,
              leaf,
              "/v1/reservations",
              Json.object(
                  "idempotency_key", "limit-reserve",
                  "subject", Json.parse(leaf.subject()),
                  "action", Bodies.action(),
                  "estimate", Json.amount(Site.UNIT, ESTIMATE),
                  "ttl_ms", Caller.SHORT_TTL_MS));
      String id = Scan.text(reserved.body(), "reservation_id");
      Answer committed =
          succeed(
              connection,
              leaf,
              "/v1/reservations/" + id + "/commit",
              Json.object(
                  "idempotency_key", "limit-commit", "actual", Json.amount(Site.UNIT, ACTUAL)));
      return Json.object("reserve", reserved, "commit", committed);
    } catch (IOException e) {
      throw new UncheckedIOException("no answers to be given again", e);
    }
  }

  private static Answer succeed(HttpConnection connection, Leaf leaf, String path, ObjectNode body)
      throws IOException {
    String[] header = leaf.agentHeader().strip().split(": ", 2);
    Answer answer = connection.exchange(Request.post(path, body).with(header[0], header[1]));
    if (answer.status() != 200) {
      throw new IllegalStateException(answer.toString());
    }
    return answer;
  }
}
