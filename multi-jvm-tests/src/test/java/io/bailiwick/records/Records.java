package io.bailiwick.records;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.harness.Operator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What is told of one tenant, the oldest first. */
record Records(Operator operator, String tenant) {

  List<JsonNode> events(String filters) {
    return oldestFirst(
        operator.rows("/v1/admin/events?limit=100&tenant_id=" + tenant + filters, "events"));
  }

  List<String> eventTypes(String filters) {
    return events(filters).stream().map(event -> event.path("event_type").asText()).toList();
  }

  /** The last event of a type, which must be there. */
  JsonNode last(String type) {
    return events("&event_type=" + type).getLast();
  }

  List<JsonNode> audits(String filters) {
    return oldestFirst(
        operator.rows("/v1/admin/audit/logs?limit=100&tenant_id=" + tenant + filters, "logs"));
  }

  List<String> operations(String filters) {
    return audits(filters).stream().map(entry -> entry.path("operation").asText()).toList();
  }

  private static List<JsonNode> oldestFirst(List<JsonNode> newestFirst) {
    List<JsonNode> rows = new ArrayList<>(newestFirst);
    Collections.reverse(rows);
    return rows;
  }
}
