package io.bailiwick.config;

/**
 * How entities are spread. Cluster-wide: nodes that disagree must not work together. Reasons are in
 * {@code bailiwick/placement.conf}.
 *
 * @param shards parts that the tenants are hashed into, 1 to 10,000
 * @param booksPerTenant reservation books of a tenant, 1 to 64
 */
public record PlacementSettings(int shards, int booksPerTenant) {

  static PlacementSettings read(SettingReader reader) {
    return new PlacementSettings(
        reader.integer("placement.shards", 1, 10_000),
        reader.integer("placement.books-per-tenant", 1, 64));
  }
}
