package io.bailiwick.projection;

/**
 * Says which rows follow from an event. Called once per event that is about to be written, in the
 * order of each entity's events, on the thread of the journal: it must be quick, must not block,
 * and must not keep the event.
 *
 * <p>It sees only what is in the event. An exception rejects the event before anything is written;
 * a statement that fails in the database fails the write of its event and of nobody else's.
 */
@FunctionalInterface
public interface TableWriter {

  /** No rows at all. */
  TableWriter NONE = (persistenceId, event, out) -> {};

  /**
   * Adds the writes for one event.
   *
   * @param persistenceId of the entity that the event belongs to
   * @param event the payload as the entity persisted it; implementations ignore types they do not
   *     know
   */
  void write(String persistenceId, Object event, TableWrites out);
}
