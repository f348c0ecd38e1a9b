package io.bailiwick.config;

import java.time.Duration;
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
 * @param discovery how a node finds the others
 * @param seedNodes nodes to join through, each {@code host:port}
 * @param contactPoints management listeners of the nodes, each {@code host:port}
 * @param serviceName name in DNS, or label of the pods
 * @param podNamespace of the pods, or empty for this pod's own
 * @param contactPointsMin nodes that must be there to found a cluster, 1 to 100
 * @param managementInterface to listen on, or empty for the hostname
 * @param managementPort 0 for no management listener
 * @param leaveNotice between the first "not ready" and the end of the listener, at most 1 min
 */
public record ClusterSettings(
    boolean enabled,
    String hostname,
    int port,
    String bindHostname,
    int bindPort,
    String outboundHostname,
    Discovery discovery,
    List<String> seedNodes,
    List<String> contactPoints,
    String serviceName,
    String podNamespace,
    int contactPointsMin,
    String managementInterface,
    int managementPort,
    Duration leaveNotice) {

  private static final int SEED_NODES_MAX = 20;
  private static final int CONTACT_POINTS_MAX = 100;
  private static final String HOST_AND_PORT = "[^:/@\\s]+:[0-9]{1,5}";

  /** How a node finds the others. */
  public enum Discovery {
    SEED_NODES,
    CONFIG,
    DNS,
    KUBERNETES
  }

  static ClusterSettings read(SettingReader reader) {
    ClusterSettings cluster =
        new ClusterSettings(
            reader.flag("cluster.enabled"),
            reader.requiredText("cluster.hostname"),
            reader.integer("cluster.port", 0, 65_535),
            reader.text("cluster.bind-hostname"),
            reader.integer("cluster.bind-port", 0, 65_535),
            reader.text("cluster.outbound-hostname"),
            reader.choice("cluster.discovery", Discovery.class),
            reader.texts("cluster.seed-nodes", SEED_NODES_MAX),
            reader.texts("cluster.contact-points", CONTACT_POINTS_MAX),
            reader.requiredText("cluster.service-name"),
            reader.text("cluster.pod-namespace"),
            reader.integer("cluster.contact-points-min", 1, CONTACT_POINTS_MAX),
            reader.text("cluster.management-interface"),
            reader.integer("cluster.management-port", 0, 65_535),
            reader.duration("cluster.leave-notice", Duration.ZERO, Duration.ofMinutes(1)));
    cluster.check(reader);
    return cluster;
  }

  private void check(SettingReader reader) {
    reader.refuseUnless(
        seedNodes.stream().allMatch(node -> node.matches(HOST_AND_PORT)),
        "cluster.seed-nodes",
        "each must be host:port");
    reader.refuseUnless(
        contactPoints.stream().allMatch(point -> point.matches(HOST_AND_PORT)),
        "cluster.contact-points",
        "each must be host:port");
    if (!enabled) {
      return;
    }
    reader.refuseUnless(
        port != 0,
        "cluster.port",
        "must not be 0 when bailiwick.cluster.enabled is true: the others have to find it");
    reader.refuseUnless(
        discovery != Discovery.SEED_NODES || !seedNodes.isEmpty(),
        "cluster.seed-nodes",
        "must name at least one node when bailiwick.cluster.enabled is true and"
            + " bailiwick.cluster.discovery is seed-nodes");
    reader.refuseUnless(
        discovery != Discovery.CONFIG || contactPoints.size() >= contactPointsMin,
        "cluster.contact-points",
        "must name at least bailiwick.cluster.contact-points-min nodes when"
            + " bailiwick.cluster.discovery is config");
    reader.refuseUnless(
        !bootstraps() || managementPort != 0,
        "cluster.management-port",
        "must not be 0 unless bailiwick.cluster.discovery is seed-nodes: the others look there");
    reader.refuseUnless(
        managementPort != port,
        "cluster.management-port",
        "must differ from bailiwick.cluster.port");
  }

  /** The nodes to join through; none when nodes find each other in another way. */
  public List<String> joinsThrough() {
    return discovery == Discovery.SEED_NODES ? seedNodes : List.of();
  }

  /** Whether nodes find each other through their management listeners. */
  public boolean bootstraps() {
    return enabled && discovery != Discovery.SEED_NODES;
  }

  /** Whether this node has a management listener. */
  public boolean hasManagement() {
    return enabled && managementPort != 0;
  }
}
