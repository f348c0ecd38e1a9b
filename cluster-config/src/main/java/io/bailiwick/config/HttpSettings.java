package io.bailiwick.config;

import java.time.Duration;

/**
 * The listener. What each setting means, and why it has its default, is in {@code
 * bailiwick/http.conf}. Node-local.
 *
 * @param adminPort of the second listener, or 0 when there is one listener for all planes
 * @param inFlightPerTenantMax requests under way of one tenant, 1 to {@code inFlightMax}: new work
 *     and reads
 * @param inFlightMax the same of all tenants and operators, 1 to 100,000
 */
public record HttpSettings(
    String interfaceName,
    int port,
    String adminInterfaceName,
    int adminPort,
    int maxConnections,
    int backlog,
    Duration requestTimeout,
    Duration idleTimeout,
    Duration receiveTimeout,
    int maxBodyBytes,
    int maxHeaderBytes,
    int inFlightPerTenantMax,
    int inFlightMax,
    Duration drainTimeout) {

  static HttpSettings read(SettingReader reader) {
    HttpSettings http =
        new HttpSettings(
            reader.requiredText("http.interface"),
            reader.integer("http.port", 0, 65_535),
            reader.requiredText("http.admin-interface"),
            reader.integer("http.admin-port", 0, 65_535),
            reader.integer("http.max-connections", 1, 100_000),
            reader.integer("http.backlog", 1, 65_535),
            reader.duration("http.request-timeout", Duration.ofMillis(100), Duration.ofMinutes(1)),
            reader.duration("http.idle-timeout", Duration.ofSeconds(1), Duration.ofHours(1)),
            reader.duration("http.receive-timeout", Duration.ofMillis(100), Duration.ofMinutes(1)),
            reader.bytes("http.max-body-bytes", 1024, 16 * 1024 * 1024),
            reader.bytes("http.max-header-bytes", 1024, 64 * 1024),
            reader.integer("http.in-flight-per-tenant-max", 1, 100_000),
            reader.integer("http.in-flight-max", 1, 100_000),
            reader.duration("http.drain-timeout", Duration.ZERO, Duration.ofSeconds(5)));
    reader.refuseUnless(
        http.adminPort == 0 || http.adminPort != http.port,
        "http.admin-port",
        "must differ from bailiwick.http.port");
    reader.refuseUnless(
        http.idleTimeout.compareTo(http.requestTimeout) > 0,
        "http.idle-timeout",
        "must be longer than bailiwick.http.request-timeout");
    reader.refuseUnless(
        http.inFlightPerTenantMax <= http.inFlightMax,
        "http.in-flight-per-tenant-max",
        "must not be more than bailiwick.http.in-flight-max");
    return http;
  }

  /** Whether the admin plane has a listener of its own. */
  public boolean hasAdminListener() {
    return adminPort != 0;
  }
}
