package io.bailiwick.http.route;

import io.bailiwick.http.error.Problem;
import io.bailiwick.record.EventCategory;
import io.bailiwick.record.EventType;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What only lists of events and audit entries are filtered by. */
final class RecordParameters {
  /** Of one list; the protocol's bound. */
  private static final int VALUES_MAX = 25;

  private static final int STATUS_MIN = 100;
  private static final int STATUS_MAX = 599;
  private static final String CUSTOM = "custom.";
  private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");

  private final Parameters query;

  RecordParameters(Parameters query) {
    this.query = query;
  }

  /** A tenant's id, or what stands for none, or null. What can be neither is nobody's. */
  String tenant() {
    String text = query.text("tenant_id");
    return text == null ? null : text.toLowerCase(Locale.ROOT);
  }

  /** A type of events under its wire name, or null; others may have their own. */
  String eventType() {
    String text = query.text("event_type");
    if (text != null && EventType.of(text).isEmpty() && !text.startsWith(CUSTOM)) {
      throw Problem.invalid("event_type must be one of the protocol's types, was %s", text);
    }
    return text;
  }

  /** A category of events under its wire name, or null. */
  String category() {
    String text = query.text("category");
    if (text != null && EventCategory.of(text).isEmpty()) {
      throw Problem.invalid("category must be one of the protocol's categories, was %s", text);
    }
    return text;
  }

  String traceId() {
    String text = query.text("trace_id");
    if (text != null && !TRACE_ID.matcher(text).matches()) {
      throw Problem.invalid("trace_id must be 32 of 0-9 a-f, was %s", text);
    }
    return text;
  }

  /** Several values, joined by commas or given one by one. */
  List<String> values(String name) {
    List<String> values = query.texts(name);
    if (values.size() > VALUES_MAX) {
      throw Problem.invalid(
          "%s must have at most %d values, had %d", name, VALUES_MAX, values.size());
    }
    return values;
  }

  /** A status of HTTP, or null. */
  Integer status(String name) {
    String text = query.text(name);
    if (text == null) {
      return null;
    }
    if (!text.matches("[0-9]{1,9}")) {
      throw Problem.invalid("%s must be a whole number, was %s", name, text);
    }
    return Integer.valueOf(text);
  }

  /** A bound of statuses, or null. */
  Integer statusBound(String name) {
    Integer status = status(name);
    if (status != null && (status < STATUS_MIN || status > STATUS_MAX)) {
      throw Problem.invalid("%s must be %d to %d, was %d", name, STATUS_MIN, STATUS_MAX, status);
    }
    return status;
  }
}
