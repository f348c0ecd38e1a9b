/**
 * Where events are kept: the store, its schema, and the one write path into it.
 *
 * <p>Pekko Persistence JDBC reads (replay, sequence numbers, snapshots). Everything that writes
 * goes through {@link io.bailiwick.journal.JournalWriter}: one thread, one transaction and one
 * flush to disk for whatever the node has to write at that moment, and a conflict of one entity
 * never fails another's write.
 */
package io.bailiwick.journal;
