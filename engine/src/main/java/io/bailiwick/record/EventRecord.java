package io.bailiwick.record;

import io.bailiwick.scope.ScopePath;
import java.util.Map;

/**
 * A canonical event. Never changed.
 *
 * @param eventId see {@link RecordIds}
 * @param tenant whose it is, or {@link #SYSTEM}
 * @param source {@link #OF_RUNTIME}, {@link #OF_ADMIN}, {@link #OF_EXPIRY} or {@link #OF_ANOMALIES}
 * @param scope that it is about, or null
 * @param origin null where none is known
 * @param correlationId of all events that belong together, or null
 * @param metadata see {@link Present}; empty but for events that stand for several, and for alarms
 *     whose data does not say what they go by
 */
public record EventRecord(
    String eventId,
    EventType type,
    String tenant,
    long atMs,
    String source,
    ScopePath scope,
    Origin origin,
    EventData data,
    String correlationId,
    Map<String, Object> metadata) {

  /** In the place of a tenant, where it is nobody's. */
  public static final String SYSTEM = "__system__";

  public static final String OF_RUNTIME = "cycles-server";
  public static final String OF_ADMIN = "cycles-admin";
  public static final String OF_EXPIRY = "expiry-sweeper";
  public static final String OF_ANOMALIES = "anomaly-detector";

  /** One that stands for itself. */
  public EventRecord(
      String eventId,
      EventType type,
      String tenant,
      long atMs,
      String source,
      ScopePath scope,
      Origin origin,
      EventData data,
      String correlationId) {
    this(eventId, type, tenant, atMs, source, scope, origin, data, correlationId, Map.of());
  }

  /** Where it belongs: its scope, of a policy the pattern of scopes; empty where it has none. */
  public String place() {
    if (data instanceof LifecycleData.PolicyLifecycle policy) {
      return policy.scopePattern();
    }
    return scope == null ? "" : scope.text();
  }
}
