package io.bailiwick.http.wire;

import io.bailiwick.record.query.AuditView;
import java.io.IOException;
import java.util.List;

/** What is shown of the audit log. */
public final class AuditBodies {
  private AuditBodies() {}

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

  private static void members(JsonText json, AuditView entry) throws IOException {
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
