package io.bailiwick.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the settings of the cluster say about the actor system: its address, and how it joins. */
final class FormationConfig {

  private static final String CANONICAL = "pekko.remote.artery.canonical.";
  private static final String BIND = "pekko.remote.artery.bind.";
  private static final String OUTBOUND_HOSTNAME =
      "pekko.remote.artery.advanced.tcp.outbound-client-hostname";
  private static final String MANAGEMENT = "pekko.management.http.";
  private static final String BOOTSTRAP = "pekko.management.cluster.bootstrap.";
  private static final String CONTACT_POINTS = BOOTSTRAP + "contact-point-discovery.";

  private FormationConfig() {}

  static Map<String, Object> of(ClusterSettings cluster) {
    Map<String, Object> values = new HashMap<>();
    values.put(CANONICAL + "hostname", cluster.hostname());
    values.put(CANONICAL + "port", cluster.port());
    // What Pekko reads as "the same" is the empty text, for the port too.
    values.put(BIND + "hostname", cluster.bindHostname());
    values.put(BIND + "port", cluster.bindPort() == 0 ? "" : cluster.bindPort());
    values.put(OUTBOUND_HOSTNAME, cluster.outboundHostname());
    if (cluster.hasManagement()) {
      // What the others are told is the name that they know this node by.
      values.put(MANAGEMENT + "hostname", cluster.hostname());
      values.put(MANAGEMENT + "port", cluster.managementPort());
      values.put(
          MANAGEMENT + "bind-hostname",
          cluster.managementInterface().isEmpty()
              ? cluster.hostname()
              : cluster.managementInterface());
    }
    switch (cluster.discovery()) {
      case SEED_NODES -> {
        // Not Pekko's own list: the first of it would found a cluster whoever lives.
      }
      case CONFIG -> {
        bootstrap(values, cluster, "config");
        values.put(
            "pekko.discovery.config.services",
            Map.of(cluster.serviceName(), Map.of("endpoints", endpoints(cluster))));
        // Several nodes of one host are told apart by their ports.
        values.put(BOOTSTRAP + "contact-point.filter-on-fallback-port", false);
      }
      case DNS -> {
        bootstrap(values, cluster, "pekko-dns");
        values.put("pekko.io.dns.resolver", "async-dns");
        // Addresses, not services: every DNS that knows the nodes can answer.
        values.put(CONTACT_POINTS + "protocol", "");
      }
      case KUBERNETES -> {
        bootstrap(values, cluster, "kubernetes-api");
        values.put("pekko.discovery.kubernetes-api.use-raw-ip", true);
        // Of the container's ports the one with this name.
        values.put(CONTACT_POINTS + "port-name", "management");
        if (!cluster.podNamespace().isEmpty()) {
          values.put("pekko.discovery.kubernetes-api.pod-namespace", cluster.podNamespace());
        }
      }
    }
    return values;
  }

  private static void bootstrap(
      Map<String, Object> values, ClusterSettings cluster, String method) {
    values.put(CONTACT_POINTS + "discovery-method", method);
    values.put(CONTACT_POINTS + "service-name", cluster.serviceName());
    values.put(CONTACT_POINTS + "required-contact-point-nr", cluster.contactPointsMin());
    // Where there is no word about the port, as in DNS, it is the same everywhere.
    values.put(
        BOOTSTRAP + "contact-point.fallback-port", Integer.toString(cluster.managementPort()));
  }

  private static List<Map<String, Object>> endpoints(ClusterSettings cluster) {
    return cluster.contactPoints().stream()
        .map(
            point -> {
              String[] parts = point.split(":");
              return Map.<String, Object>of("host", parts[0], "port", Integer.valueOf(parts[1]));
            })
        .toList();
  }
}
