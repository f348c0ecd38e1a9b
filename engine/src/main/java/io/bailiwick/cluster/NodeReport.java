package io.bailiwick.cluster;

import java.util.List;
import java.util.Optional;

/**
 * What a node says of itself.
 *
 * @param upSinceMs when it became a member that serves; null before
 * @param shards that it has, by number; null when its own region did not answer in time
 * @param scopes scope nodes in memory
 * @param books reservation books in memory
 * @param holds live reservations of the tenants that live there
 * @param unapplied decisions recorded by the books in memory that are not known to have reached
 *     every scope of their path; null from a node of a version that does not count them
 */
public record NodeReport(
    Long upSinceMs,
    List<Shard> shards,
    long scopes,
    long books,
    long holds,
    Long unapplied,
    JournalReport journal) {

  public NodeReport {
    shards = shards == null ? null : List.copyOf(shards);
  }

  /**
   * A shard on its node.
   *
   * @param entities in memory; null while it is too busy to say, as when it moves
   */
  public record Shard(String id, Long entities) {}

  /** The shard of that id, if the node has it and says so. */
  public Optional<Shard> shard(String id) {
    return shards == null
        ? Optional.empty()
        : shards.stream().filter(shard -> shard.id().equals(id)).findAny();
  }
}
