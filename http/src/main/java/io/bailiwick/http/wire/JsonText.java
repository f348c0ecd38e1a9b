package io.bailiwick.http.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.bailiwick.amount.Amount;
import io.bailiwick.amount.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;

/**
 * Writes one body. Every method leaves out what is null: absent means absent. Not thread-safe; made
 * for one body.
 */
final class JsonText {
  private static final JsonFactory FACTORY = new JsonFactory();

  /** Most answers fit; a list makes it grow. */
  private static final int USUAL_SIZE = 1024;

  private final JsonGenerator json;

  /** Writes some of a body. */
  @FunctionalInterface
  interface Part {
    void write(JsonText json) throws IOException;
  }

  /** Writes one of several equal things. */
  @FunctionalInterface
  interface Each<T> {
    void write(JsonText json, T item) throws IOException;
  }

  private JsonText(JsonGenerator json) {
    this.json = json;
  }

  /** A body that is an object with these members. */
  static byte[] object(Part members) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL_SIZE);
    try (JsonGenerator generator = FACTORY.createGenerator(bytes)) {
      generator.writeStartObject();
      members.write(new JsonText(generator));
      generator.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("memory refused to be written", e);
    }
    return bytes.toByteArray();
  }

  JsonText text(String name, String value) throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
    return this;
  }

  JsonText constant(String name, Enum<?> value) throws IOException {
    return text(name, value == null ? null : value.name());
  }

  JsonText integer(String name, Long value) throws IOException {
    if (value != null) {
      json.writeNumberField(name, value.longValue());
    }
    return this;
  }

  JsonText number(String name, BigDecimal value) throws IOException {
    json.writeFieldName(name);
    json.writeNumber(value.toPlainString());
    return this;
  }

  JsonText flag(String name, boolean value) throws IOException {
    json.writeBooleanField(name, value);
    return this;
  }

  /** Milliseconds since 1970 as an ISO time in UTC. */
  JsonText time(String name, Long atMs) throws IOException {
    return text(name, atMs == null ? null : Instant.ofEpochMilli(atMs).toString());
  }

  JsonText amount(String name, Amount amount) throws IOException {
    return amount(name, amount.unit(), amount.value());
  }

  /** Also for figures that may be negative. */
  JsonText amount(String name, Unit unit, long value) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeStringField("unit", unit.name());
    json.writeNumberField("amount", value);
    json.writeEndObject();
    return this;
  }

  JsonText object(String name, Part members) throws IOException {
    json.writeObjectFieldStart(name);
    members.write(this);
    json.writeEndObject();
    return this;
  }

  <T> JsonText objects(String name, Collection<T> items, Each<T> members) throws IOException {
    json.writeArrayFieldStart(name);
    for (T item : items) {
      json.writeStartObject();
      members.write(this, item);
      json.writeEndObject();
    }
    json.writeEndArray();
    return this;
  }

  JsonText texts(String name, Collection<String> items) throws IOException {
    json.writeArrayFieldStart(name);
    for (String item : items) {
      json.writeString(item);
    }
    json.writeEndArray();
    return this;
  }

  /** JSON that was made canonical here and kept. */
  JsonText kept(String name, String canonical) throws IOException {
    if (canonical != null) {
      json.writeFieldName(name);
      json.writeRawValue(canonical);
    }
    return this;
  }

  /** A {@link Long}, a text, a flag, or a collection of texts. */
  JsonText figure(String name, Object value) throws IOException {
    return switch (value) {
      case Number number -> integer(name, number.longValue());
      case Boolean flag -> flag(name, flag);
      case Collection<?> items -> texts(name, items.stream().map(String::valueOf).toList());
      default -> text(name, value.toString());
    };
  }
}
