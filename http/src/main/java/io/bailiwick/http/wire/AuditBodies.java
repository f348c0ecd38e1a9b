package io.bailiwick.http.wire;

import io.bailiwick.record.query.AuditView;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** What is shown of the audit log. */
public final class AuditBodies {
  /** Of a table of entries. */
  public static final List<String> COLUMNS =
      List.of(
          "log_id",
          "timestamp",
          "tenant_id",
          "key_id",
          "user_agent",
          "source_ip",
          "operation",
          "resource_type",
          "resource_id",
          "request_id",
          "trace_id",
          "status",
          "error_code",
          "subject",
          "action",
          "amount",
          "metadata");

  private AuditBodies() {}

  /** In the order of the columns; null where something is absent. */
  public static List<String> cells(AuditView entry) {
    return Arrays.asList(
        entry.logId(),
        Instant.ofEpochMilli(entry.atMs()).toString(),
        entry.tenant(),
        entry.keyId(),
        entry.userAgent(),
        entry.sourceIp(),
        entry.operation(),
        entry.resourceType(),
        entry.resourceId(),
        entry.requestId(),
        entry.traceId(),
        Integer.toString(entry.status()),
        entry.errorCode(),
        entry.subject(),
        entry.action(),
        entry.amount(),
        entry.metadata());
  }

  public static byte[] one(AuditView entry) {
    return JsonText.object(json -> members(json, entry));
  }

  public static byte[] list(List<AuditView> entries, String nextCursor) {
    return JsonText.object(
        json -> {
          json.objects("logs", entries, AuditBodies::members);
          Pages.write(json, nextCursor);
        });
  }

  static void members(JsonText json, AuditView entry) throws IOException {
    json.text("log_id", entry.logId())
        .time("timestamp", entry.atMs())
        .text("tenant_id", entry.tenant())
        .text("key_id", entry.keyId())
        .text("user_agent", entry.userAgent())
        .text("source_ip", entry.sourceIp())
        .text("operation", entry.operation())
        .text("resource_type", entry.resourceType())
        .text("resource_id", entry.resourceId())
        .text("request_id", entry.requestId())
        .text("trace_id", entry.traceId())
        .integer("status", (long) entry.status())
        .text("error_code", entry.errorCode())
        .kept("subject", entry.subject())
        .kept("action", entry.action())
        .kept("amount", entry.amount())
        .kept("metadata", entry.metadata());
  }
}
