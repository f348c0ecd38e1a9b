package io.bailiwick.config;

import java.util.List;

/**
 * Several nodes on one PostgreSQL. Reasons are in {@code bailiwick/cluster.conf}.
 *
 * @param enabled whether this node joins others
 * @param hostname by which the others reach this node
 * @param port between nodes; 0 takes a free one
 * @param bindHostname address to listen on; empty for {@code hostname}
 * @param bindPort port to listen on; 0 for {@code port}
 * @param outboundHostname local address to connect to others from; empty for any
 * @param seedNodes nodes to join through, each {@code host:port}
 */
public record ClusterSettings(
    boolean enabled,
    String hostname,
    int port,
    String bindHostname,
    int bindPort,
    String outboundHostname,
    List<String> seedNodes) {

  private static final int SEED_NODES_MAX = 20;

  static ClusterSettings read(SettingReader reader) {
    ClusterSettings cluster =
        new ClusterSettings(
            reader.flag("cluster.enabled"),
            reader.requiredText("cluster.hostname"),
            reader.integer("cluster.port", 0, 65_535),
            reader.text("cluster.bind-hostname"),
            reader.integer("cluster.bind-port", 0, 65_535),
            reader.text("cluster.outbound-hostname"),
            reader.texts("cluster.seed-nodes", SEED_NODES_MAX));
    reader.refuseUnless(
        cluster.seedNodes.stream().allMatch(node -> node.matches("[^:/@\\s]+:[0-9]{1,5}")),
        "cluster.seed-nodes",
        "each must be host:port");
    reader.refuseUnless(
        !cluster.enabled || !cluster.seedNodes.isEmpty(),
        "cluster.seed-nodes",
        "must name at least one node when bailiwick.cluster.enabled is true");
    reader.refuseUnless(
        !cluster.enabled || cluster.port != 0,
        "cluster.port",
        "must not be 0 when bailiwick.cluster.enabled is true: the others have to find it");
    return cluster;
  }
}
