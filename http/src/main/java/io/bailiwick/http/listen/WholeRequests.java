package io.bailiwick.http.listen;

import io.bailiwick.time.Stopwatch;
import java.time.Duration;
import java.util.Arrays;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * Between a connection and HTTP: what comes in goes on as one piece for a request of a few lines,
 * wherever the network has cut it. Pekko's parser makes a stream of every body that is not there in
 * whole when its head ends, which costs more than the request's own work, and many clients send the
 * two apart. And it calls itself for every request that it finds in a piece, so a few hundred short
 * ones in one would end its stack, and with it the process.
 *
 * <p>All bytes go on in order, and none later than {@code heldAtMost}; nothing is judged here. So
 * to be wrong about a head costs time and nothing else. Decision 0113.
 */
final class WholeRequests extends GraphStage<FlowShape<ByteString, ByteString>> {
  /** How much of a connection waits for more; requests of the protocol are far smaller. */
  static final int HELD_BYTES_MAX = 16 * 1024;

  /** In a piece, whatever it holds: room for 40 of the shortest requests. */
  static final int LINES_MAX = 80;

  private static final byte LINE_FEED = '\n';
  private static final String HELD = "held";

  private final Inlet<ByteString> fromClient = Inlet.create("fromClient");
  private final Outlet<ByteString> toHttp = Outlet.create("toHttp");
  private final Duration heldAtMost;

  /**
   * @param heldAtMost how long the end of a head waits for its body
   */
  WholeRequests(Duration heldAtMost) {
    this.heldAtMost = heldAtMost;
  }

  @Override
  public FlowShape<ByteString, ByteString> shape() {
    return FlowShape.of(fromClient, toHttp);
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends TimerGraphStageLogic {
    private final HeadReader head = new HeadReader();

    /** What has come and neither gone on nor is held. */
    private ByteString waiting = ByteString.emptyByteString();

    /** Of that, how much may go on. */
    private int free;

    /** Of a body that is too long to be held, how much is still to come. */
    private long passing;

    /** The end of a head with its body, as far as that has come; null when nothing is held. */
    private byte[] held;

    private int heldSize;
    private Stopwatch heldFor;
    private boolean isTimed;

    private Logic() {
      super(shape());
      setHandler(
          fromClient,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              ByteString bytes = grab(fromClient);
              waiting = held == null ? waiting.concat(bytes) : joined(bytes);
              goOn();
            }

            @Override
            public void onUpstreamFinish() {
              release();
              if (isAvailable(toHttp)) {
                goOn();
              } else if (waiting.isEmpty()) {
                completeStage();
              }
            }
          });
      setHandler(
          toHttp,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              goOn();
            }
          });
    }

    @Override
    public void onTimer(Object timer) {
      isTimed = false;
      if (held == null) {
        return;
      }
      Duration left = heldAtMost.minusNanos(heldFor.elapsedNanos());
      if (left.isPositive()) {
        time(left);
      } else {
        release();
        goOn();
      }
    }

    /** Gives HTTP what it asks for, if there is some. What was held may be let go unasked. */
    private void goOn() {
      boolean isWanted = isAvailable(toHttp);
      if (isWanted && free == 0 && !waiting.isEmpty()) {
        judge();
      }
      if (isWanted && free > 0) {
        int size = cut();
        ByteString piece = waiting.slice(0, size);
        waiting = waiting.drop(size);
        free -= size;
        push(toHttp, piece);
      }
      if (isClosed(fromClient)) {
        if (waiting.isEmpty()) {
          completeStage();
        }
      } else if (isAvailable(toHttp) && waiting.isEmpty() && !hasBeenPulled(fromClient)) {
        pull(fromClient);
      }
    }

    /** How much of what waits may go on; if nothing of it may, it is held. */
    private void judge() {
      if (passing > 0) {
        free = (int) Math.min(passing, waiting.size());
        passing -= free;
        return;
      }
      int headEnd = head.endIn(waiting);
      if (headEnd < 0) {
        free = waiting.size();
        return;
      }
      long whole = headEnd + head.bodyBytes();
      boolean isWorthWaiting =
          whole <= HELD_BYTES_MAX && head.isBodyOnItsWay() && !isClosed(fromClient);
      head.restart();
      if (whole > waiting.size() && isWorthWaiting) {
        hold((int) whole);
      } else {
        free = (int) Math.min(whole, waiting.size());
        passing = whole - free;
      }
    }

    private void hold(int whole) {
      held = new byte[whole];
      heldSize = 0;
      heldFor = Stopwatch.start();
      waiting = joined(waiting);
      if (!isTimed) {
        time(heldAtMost);
      }
    }

    private void time(Duration left) {
      isTimed = true;
      scheduleOnce(HELD, left);
    }

    /** What waits after {@code bytes} have come to what is held. */
    private ByteString joined(ByteString bytes) {
      int taken = Math.min(held.length - heldSize, bytes.size());
      bytes.copyToArray(held, heldSize, taken);
      heldSize += taken;
      if (heldSize < held.length) {
        return ByteString.emptyByteString();
      }
      ByteString whole = ByteString.fromArrayUnsafe(held);
      free = heldSize;
      held = null;
      return whole.concat(bytes.drop(taken));
    }

    /** Lets go what is held although more should come. */
    private void release() {
      if (held != null) {
        waiting = ByteString.fromArrayUnsafe(Arrays.copyOf(held, heldSize));
        free = heldSize;
        passing = held.length - heldSize;
        held = null;
      }
    }

    /** Where the next piece ends. */
    private int cut() {
      int end = 0;
      for (int lines = 0; lines < LINES_MAX; lines++) {
        int lineFeed = waiting.indexOf(LINE_FEED, end);
        if (lineFeed < 0 || lineFeed >= free) {
          return free;
        }
        end = lineFeed + 1;
      }
      return end;
    }
  }
}
