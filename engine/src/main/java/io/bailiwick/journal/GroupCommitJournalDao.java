package io.bailiwick.journal;

import io.bailiwick.projection.TableWriter;
import io.bailiwick.projection.TableWrites;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.Scheduler;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.jdbc.config.JournalConfig;
import org.apache.pekko.persistence.jdbc.journal.dao.DefaultJournalDao;
import org.apache.pekko.persistence.journal.Tagged;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.scaladsl.Source;
import scala.Option;
import scala.Tuple2;
import scala.collection.immutable.Seq;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.concurrent.Future$;
import scala.concurrent.duration.FiniteDuration;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;
import scala.util.Failure;
import scala.util.Success;
import scala.util.Try;

/**
 * The plugin's journal with another write path: events are serialized here, the rows that follow
 * from them are asked for, and both go to the node's {@link JournalWriter} as one request. Reading
 * (replay, highest sequence number) is the plugin's own, but a replay with a hole fails.
 *
 * <p>Created by the plugin, by its class name, on the journal actor's thread; called on that thread
 * only. Needs a {@link StoreSetup} in the actor system. Relies on the plugin asking for the highest
 * sequence number of an entity only after its write in progress has been answered.
 */
public final class GroupCommitJournalDao extends DefaultJournalDao {

  private final PayloadCodec codec;
  private final JournalWriter writer;
  private final TableWriter tableWriter;

  /** The signature is the plugin's. */
  public GroupCommitJournalDao(
      slick.jdbc.JdbcBackend.JdbcDatabaseDef database,
      slick.jdbc.JdbcProfile profile,
      JournalConfig config,
      Serialization serialization,
      ExecutionContext executionContext,
      Materializer materializer) {
    super(database, profile, config, serialization, executionContext, materializer);
    StoreSetup setup = StoreSetup.of(serialization.system());
    this.codec = new PayloadCodec(serialization);
    this.writer = setup.writer();
    this.tableWriter = setup.tableWriter();
  }

  /**
   * Writes all of {@code messages} in one transaction. An event that cannot be serialized or
   * projected is rejected and the others are written; a write that is not known to be durable fails
   * the future.
   */
  @Override
  public Future<Seq<Try<BoxedUnit>>> asyncWriteMessages(Seq<AtomicWrite> messages) {
    List<JournalRow> rows = new ArrayList<>();
    TableWrites writes = new TableWrites();
    List<WriteTicket> prerequisites = new ArrayList<>();
    List<WriteTicket> tickets = new ArrayList<>();
    List<Try<BoxedUnit>> outcomes = new ArrayList<>();
    boolean rejected = false;
    for (AtomicWrite message : CollectionConverters.asJava(messages)) {
      Try<Encoded> encoded = encode(message);
      if (encoded.isSuccess()) {
        rows.addAll(encoded.get().rows());
        writes.addAll(encoded.get().writes());
        takeTickets(message, prerequisites, tickets);
        outcomes.add(new Success<>(BoxedUnit.UNIT));
      } else {
        rejected = true;
        outcomes.add(new Failure<>(encoded.failed().get()));
      }
    }
    // An empty answer is the plugin's short form of "all of them".
    Seq<Try<BoxedUnit>> answer =
        CollectionConverters.asScala(rejected ? outcomes : List.<Try<BoxedUnit>>of()).toList();
    if (rows.isEmpty()) {
      return Future$.MODULE$.successful(answer);
    }
    return PluginFutures.succeedingWith(
        answer, writer.submit(new WriteRequest(rows, writes.toList(), prerequisites, tickets)));
  }

  /**
   * Rows {@code from} to {@code to} of an entity, in order; fails where one is missing. The plugin
   * asks for nothing beyond the highest number that it has found, and takes so many as it wants.
   */
  @Override
  public Source<Try<Tuple2<PersistentRepr, Object>>, NotUsed> messagesWithBatch(
      String persistenceId,
      long from,
      long to,
      int batchSize,
      Option<Tuple2<FiniteDuration, Scheduler>> refreshInterval) {
    return super.messagesWithBatch(persistenceId, from, to, batchSize, refreshInterval)
        .via(new UnbrokenReplay(persistenceId, from, to));
  }

  @Override
  public Future<BoxedUnit> delete(String persistenceId, long sequenceNrMax) {
    return PluginFutures.failed(
        new UnsupportedOperationException(
            "events leave when they are old, asked for those of " + persistenceId));
  }

  private static void takeTickets(
      AtomicWrite message, List<WriteTicket> prerequisites, List<WriteTicket> tickets) {
    for (PersistentRepr event : CollectionConverters.asJava(message.payload())) {
      if (event.payload() instanceof Batch<?, ?> batch) {
        prerequisites.addAll(batch.prerequisites());
        if (batch.ticket() != null) {
          tickets.add(batch.ticket());
        }
      }
    }
  }

  private Try<Encoded> encode(AtomicWrite message) {
    List<JournalRow> rows = new ArrayList<>();
    TableWrites writes = new TableWrites();
    try {
      for (PersistentRepr event : CollectionConverters.asJava(message.payload())) {
        rows.add(row(event));
        tableWriter.write(event.persistenceId(), event.payload(), writes);
      }
      return new Success<>(new Encoded(rows, writes));
    } catch (RuntimeException e) {
      return new Failure<>(e);
    }
  }

  private JournalRow row(PersistentRepr event) {
    if (event.payload() instanceof Tagged) {
      throw new IllegalArgumentException(
          "tags are not stored: lists are read from tables, not from tagged events");
    }
    return new JournalRow(
        event.persistenceId(),
        event.sequenceNr(),
        event.writerUuid(),
        event.timestamp(),
        event.manifest(),
        codec.encode(event.payload()),
        event.metadata().isEmpty() ? null : codec.encode(event.metadata().get()));
  }

  private record Encoded(List<JournalRow> rows, TableWrites writes) {}
}
