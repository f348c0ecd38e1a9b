package io.bailiwick.cluster;

/**
 * How a node's writer does. Durations are of the last transactions that were durable, as many as
 * are kept; all are 0 before the first.
 *
 * @param queueDepth writes that wait for the next transaction
 * @param oldestWaitingMs how long the oldest write has waited that is not durable yet; 0 for none
 * @param transactions that became durable since the node started
 * @param failures writes that were not acknowledged since the node started
 * @param lastMicros of the last transaction, from its first statement to the end of its commit
 */
public record JournalReport(
    long queueDepth,
    long oldestWaitingMs,
    long transactions,
    long failures,
    long lastMicros,
    long medianMicros,
    long maxMicros) {}
