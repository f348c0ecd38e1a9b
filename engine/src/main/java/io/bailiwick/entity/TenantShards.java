package io.bailiwick.entity;

import org.apache.pekko.cluster.sharding.typed.ShardingMessageExtractor;

/**
 * Chooses the shard of an entity by its tenant alone, so that a tenant's tree and its books live on
 * one node and a walk down the tree never crosses the network.
 */
final class TenantShards extends ShardingMessageExtractor<Envelope, HostMessage> {

  private static final int FNV_OFFSET = 0x811C9DC5;
  private static final int FNV_PRIME = 0x01000193;

  private final String[] names;

  /**
   * @param shards how many there are; all nodes must agree
   */
  TenantShards(int shards) {
    this.names = new String[shards];
    for (int i = 0; i < shards; i++) {
      names[i] = Integer.toString(i);
    }
  }

  @Override
  public String entityId(Envelope envelope) {
    return envelope.to().text();
  }

  @Override
  public HostMessage unwrapMessage(Envelope envelope) {
    return new HostMessage.Deliver(envelope.message());
  }

  @Override
  public String shardId(String entityId) {
    return names[Math.floorMod(tenantHash(entityId), names.length)];
  }

  /**
   * FNV-1a of everything before the first slash, finished as in murmur3: tenants with similar names
   * must not share a shard more often than others.
   */
  private static int tenantHash(String entityId) {
    int hash = FNV_OFFSET;
    for (int i = 0; i < entityId.length() && entityId.charAt(i) != '/'; i++) {
      hash = (hash ^ entityId.charAt(i)) * FNV_PRIME;
    }
    hash = (hash ^ (hash >>> 16)) * 0x85EBCA6B;
    hash = (hash ^ (hash >>> 13)) * 0xC2B2AE35;
    return hash ^ (hash >>> 16);
  }
}
