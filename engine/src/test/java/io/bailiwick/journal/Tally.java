package io.bailiwick.journal;

import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableWriter;
import java.io.NotSerializableException;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * The smallest entity that shows replay, snapshots and read tables: it counts. Its read-table row
 * holds the total in {@code kept_from_ms}.
 */
final class Tally extends EventSourcedBehavior<Tally.Command, Tally.Added, Tally.Total> {

  static final int SNAPSHOT_EVERY = 10;

  sealed interface Command {}

  record Add(int amount, ActorRef<Total> replyTo) implements Command {}

  record Ask(ActorRef<Total> replyTo) implements Command {}

  record Added(int amount, long totalAfter) {}

  record Total(long value, long events) {}

  private static final SqlStatement UPSERT =
      SqlStatement.wholeRow(
          10,
          1,
          "INSERT INTO idempotency (tenant, endpoint, idempotency_key, payload_hash, answer, at_ms,"
              + " kept_from_ms) VALUES (?, 'tally', '', '', '', 0, ?) ON CONFLICT (tenant,"
              + " endpoint, idempotency_key) DO UPDATE SET kept_from_ms = excluded.kept_from_ms");

  static final TableWriter TABLE_WRITER =
      (persistenceId, event, out) -> {
        if (event instanceof Added added) {
          if (added.amount() == Integer.MAX_VALUE) {
            throw new IllegalStateException("cannot be projected");
          }
          out.add(UPSERT, persistenceId, added.totalAfter());
        }
      };

  private Tally(String name) {
    super(PersistenceId.ofUniqueId(name));
  }

  static Behavior<Command> create(String name) {
    return new Tally(name);
  }

  @Override
  public Total emptyState() {
    return new Total(0, 0);
  }

  @Override
  public CommandHandler<Command, Added, Total> commandHandler() {
    return newCommandHandlerBuilder()
        .forAnyState()
        .onCommand(
            Add.class,
            (total, add) ->
                Effect()
                    .persist(new Added(add.amount(), total.value() + add.amount()))
                    .thenRun((Total after) -> add.replyTo().tell(after)))
        .onCommand(
            Ask.class,
            (total, ask) -> Effect().none().thenRun((Total now) -> ask.replyTo().tell(now)))
        .build();
  }

  @Override
  public EventHandler<Total, Added> eventHandler() {
    return newEventHandlerBuilder()
        .forAnyState()
        .onEvent(
            Added.class,
            (total, added) -> new Total(total.value() + added.amount(), total.events() + 1))
        .build();
  }

  @Override
  public boolean shouldSnapshot(Total total, Added added, long sequenceNumber) {
    return sequenceNumber % SNAPSHOT_EVERY == 0;
  }

  /** Stores both as text. */
  public static final class TallySerializer extends SerializerWithStringManifest {

    /** What happens before a snapshot is encoded. */
    static volatile Runnable beforeTotal = () -> {};

    public TallySerializer(ExtendedActorSystem system) {}

    @Override
    public int identifier() {
      return 4711;
    }

    @Override
    public String manifest(Object object) {
      return object instanceof Added ? "A" : "T";
    }

    @Override
    public byte[] toBinary(Object object) {
      String text =
          switch (object) {
            case Added added -> added.amount() + "," + added.totalAfter();
            case Total total -> {
              beforeTotal.run();
              yield total.value() + "," + total.events();
            }
            default -> throw new IllegalArgumentException(object.toString());
          };
      return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
      String[] parts = new String(bytes, StandardCharsets.UTF_8).split(",");
      return switch (manifest) {
        case "A" -> new Added(Integer.parseInt(parts[0]), Long.parseLong(parts[1]));
        case "T" -> new Total(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
        default -> throw new NotSerializableException(manifest);
      };
    }
  }
}
