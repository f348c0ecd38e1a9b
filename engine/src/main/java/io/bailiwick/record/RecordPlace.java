package io.bailiwick.record;

/**
 * Where in the journal a change is: what its ids are made of, so that deriving its records again
 * gives the same ones.
 *
 * @param entity whose journal, the text of its id
 * @param sequenceNumber of the row
 * @param index of the event in the row, from 0
 */
public record RecordPlace(String entity, long sequenceNumber, int index) {

  /**
   * The id of what is told of this change.
   *
   * @param prefix see {@link RecordIds}
   * @param what tells apart what is told of one change
   */
  public String id(String prefix, long atMs, String what) {
    return RecordIds.of(prefix, atMs, identity(what));
  }

  /**
   * The same for what has an order within its millisecond.
   *
   * @param step see {@link RecordIds}
   */
  public String id(String prefix, long atMs, int step, String what) {
    return RecordIds.of(prefix, atMs, step, identity(what));
  }

  private String identity(String what) {
    return entity + '#' + sequenceNumber + '.' + index + ' ' + what;
  }
}
