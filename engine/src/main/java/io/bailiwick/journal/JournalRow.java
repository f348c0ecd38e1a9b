package io.bailiwick.journal;

/**
 * One event as it is stored. The payload arrays are not copied: whoever makes a row gives them
 * away.
 *
 * @param writer identity of the incarnation that wrote it; two incarnations of one entity never
 *     share it
 * @param meta optional metadata of the event, or null
 */
record JournalRow(
    String persistenceId,
    long sequenceNumber,
    String writer,
    long writtenAtMs,
    String adapterManifest,
    Payload event,
    Payload meta) {

  /** A serialized object with what is needed to read it back. */
  record Payload(int serializerId, String manifest, byte[] bytes) {}
}
