package io.bailiwick.journal;

import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.FlowShape;
import org.apache.pekko.stream.Inlet;
import org.apache.pekko.stream.Outlet;
import org.apache.pekko.stream.stage.AbstractInHandler;
import org.apache.pekko.stream.stage.AbstractOutHandler;
import org.apache.pekko.stream.stage.GraphStage;
import org.apache.pekko.stream.stage.GraphStageLogic;
import scala.Tuple2;
import scala.util.Try;

/**
 * Lets the rows of one entity pass as long as none is missing, and fails the replay where one is. A
 * replay knows its last number before it begins, and the plugin takes a row that is not there for
 * the end: without this the entity would go on with what it had until then. Costs no query.
 *
 * <p>Who takes fewer rows than there are has had enough, and is not told of what comes after.
 */
final class UnbrokenReplay
    extends GraphStage<
        FlowShape<Try<Tuple2<PersistentRepr, Object>>, Try<Tuple2<PersistentRepr, Object>>>> {

  private final String persistenceId;
  private final long from;
  private final long to;
  private final Inlet<Try<Tuple2<PersistentRepr, Object>>> in = Inlet.create("rows.in");
  private final Outlet<Try<Tuple2<PersistentRepr, Object>>> out = Outlet.create("rows.out");
  private final FlowShape<Try<Tuple2<PersistentRepr, Object>>, Try<Tuple2<PersistentRepr, Object>>>
      shape = FlowShape.of(in, out);

  /**
   * @param from the first sequence number that is asked for
   * @param to the last one, which is there; {@code Long.MAX_VALUE} when the end is not known
   */
  UnbrokenReplay(String persistenceId, long from, long to) {
    this.persistenceId = persistenceId;
    this.from = Math.max(1, from);
    this.to = to;
  }

  @Override
  public FlowShape<Try<Tuple2<PersistentRepr, Object>>, Try<Tuple2<PersistentRepr, Object>>>
      shape() {
    return shape;
  }

  @Override
  public GraphStageLogic createLogic(Attributes inherited) {
    return new Logic();
  }

  private final class Logic extends GraphStageLogic {

    private long due = from;

    Logic() {
      super(shape);
      setHandler(
          in,
          new AbstractInHandler() {
            @Override
            public void onPush() {
              pass(grab(in));
            }

            @Override
            public void onUpstreamFinish() {
              if (due <= to && to != Long.MAX_VALUE) {
                failStage(missing("ends before " + due));
              } else {
                completeStage();
              }
            }
          });
      setHandler(
          out,
          new AbstractOutHandler() {
            @Override
            public void onPull() {
              pull(in);
            }
          });
    }

    /** One that cannot be read ends the replay behind this. */
    private void pass(Try<Tuple2<PersistentRepr, Object>> row) {
      if (row.isSuccess()) {
        long number = row.get()._1().sequenceNr();
        if (number != due) {
          failStage(missing("goes on with " + number + " where " + due + " is due"));
          return;
        }
        due++;
      }
      push(out, row);
    }

    private IllegalStateException missing(String what) {
      String last = to == Long.MAX_VALUE ? "the last" : Long.toString(to);
      return new IllegalStateException(
          persistenceId
              + ": rows of its journal are missing: the replay of "
              + from
              + " to "
              + last
              + " "
              + what
              + ". One that old rows were taken from meanwhile is well with the next message. If"
              + " this stays, snapshots or rows are lost: restore the tables event_journal and"
              + " snapshot from a backup; the entity does not start without them");
    }
  }
}
