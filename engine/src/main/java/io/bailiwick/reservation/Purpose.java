package io.bailiwick.reservation;

/**
 * Who wants to do what, kept for readers and never looked into by the engine.
 *
 * <p>It goes from the event into the tables. A book remembers of it what is small, and that only
 * while the reservation lives: what clients may send as metadata is so large that thousands of them
 * would fill a node.
 *
 * @param subject canonical JSON, or null where it is not remembered
 * @param action canonical JSON, or null where it is not remembered
 * @param metadata canonical JSON, or null
 */
public record Purpose(String subject, String action, String metadata) {

  /** Of a reservation that has ended: only readers want to know, and they read the tables. */
  public static final Purpose FORGOTTEN = new Purpose(null, null, null);

  Purpose withoutMetadata() {
    return metadata == null ? this : new Purpose(subject, action, null);
  }
}
