package io.bailiwick.http.listen;

import io.bailiwick.time.Stopwatch;
import java.time.Duration;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.BidiShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.apache.pekko.stream.stage.TimerGraphStageLogic;
import org.apache.pekko.util.ByteString;

/**
 * Between a connection and HTTP: from the first byte of a request to the first byte of its answer
 * there is only so much time, or the connection is closed. Bodies have a limit of their own; this
 * one is for those who never come to the end of their headers. Connections without a request are
 * left alone.
 */
final class SlowSenders
    extends GraphStage<BidiShape<ByteString, ByteString, ByteString, ByteString>> {
  private static final String TOO_LATE = "too late";

  private final Inlet<ByteString> fromClient = Inlet.create("fromClient");
  private final Outlet<ByteString> toHttp = Outlet.create("toHttp");
  private final Inlet<ByteString> fromHttp = Inlet.create("fromHttp");
  private final Outlet<ByteString> toClient = Outlet.create("toClient");
  private final Duration within;

  /**
   * @param within from the first byte of a request to that of its answer
   */
  SlowSenders(Duration within) {
    this.within = within;
  }

  @Override
  public BidiShape<ByteString, ByteString, ByteString, ByteString> shape() {
    return new BidiShape<>(fromHttp, toClient, fromClient, toHttp);
  }

  @Override
  public GraphStageLogic createLogic(Attributes attributes) {
    return new Logic();
  }

  private final class Logic extends TimerGraphStageLogic {
    /** Since the first byte of the request that is not answered yet; null when there is none. */
    private Stopwatch receiving;

    /** One timer serves many requests: it looks at what there is when it goes off. */
    private boolean isTimed;

    private Logic() {
      super(shape());
      pass(fromClient, toHttp, this::received);
      pass(fromHttp, toClient, this::answered);
    }

    private void received() {
      if (receiving == null) {
        receiving = Stopwatch.start();
        if (!isTimed) {
          time(within);
        }
      }
    }

    private void answered() {
      receiving = null;
    }

    private void time(Duration left) {
      isTimed = true;
      scheduleOnce(TOO_LATE, left);
    }

    @Override
    public void onTimer(Object timer) {
      isTimed = false;
      if (receiving == null) {
        return;
      }
      Duration left = within.minusNanos(receiving.elapsedNanos());
      if (left.isPositive()) {
        time(left);
      } else {
        // As if the client had gone: HTTP answers that the request was cut off, and closes.
        complete(toHttp);
        if (!isClosed(fromClient) && !hasBeenPulled(fromClient)) {
          pull(fromClient);
        }
      }
    }

    private void pass(Inlet<ByteString> from, Outlet<ByteString> to, Runnable noticed) {
      setHandler(
          from,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              if (isClosed(to)) {
                // Cut off: what is under way is still answered. The rest is taken and dropped, as
                // a connection that is closed on unread bytes may take its last answer with it.
                grab(from);
                pull(from);
                return;
              }
              noticed.run();
              push(to, grab(from));
            }

            @Override
            public void onUpstreamFinish() {
              complete(to);
            }

            @Override
            public void onUpstreamFailure(Throwable cause) {
              fail(to, cause);
            }
          });
      setHandler(
          to,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              pull(from);
            }

            @Override
            public void onDownstreamFinish(Throwable cause) {
              cancel(from, cause);
            }
          });
    }
  }
}
