package io.bailiwick.journal.codec;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bailiwick.policy.PolicyId;
import io.bailiwick.policy.ScopePattern;
import io.bailiwick.record.Json;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import java.io.UncheckedIOException;

/**
 * The one setup of Jackson for what is stored: records by their components, ids of one field as
 * their text, nulls left out, and subtypes under the names given here. A component that is renamed,
 * or a subtype that is, changes the stored form; tests hold examples of it.
 *
 * <p>Thread-safe.
 */
public final class StoredJson {

  private static final ObjectMapper TEXT = on(new JsonFactory());

  private StoredJson() {}

  /**
   * A new mapper that reads and writes {@code format}, JSON or CBOR. More mix-ins may be added
   * before its first use.
   */
  public static ObjectMapper on(JsonFactory format) {
    return new ObjectMapper(format)
        .setVisibility(PropertyAccessor.ALL, Visibility.NONE)
        .setVisibility(PropertyAccessor.FIELD, Visibility.ANY)
        .setVisibility(PropertyAccessor.CREATOR, Visibility.ANY)
        .setDefaultPropertyInclusion(Include.NON_NULL)
        // A map of details must come back as it was written, and its figures are longs.
        .enable(DeserializationFeature.USE_LONG_FOR_INTS)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        // What a later version has added is skipped, so that nodes can be updated one by one.
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .registerModule(SharedScope.module())
        .addMixIn(ScopePath.class, Text.class)
        .addMixIn(Json.class, Raw.class)
        .addMixIn(ReservationId.class, Text.class)
        .addMixIn(PolicyId.class, Text.class)
        .addMixIn(ScopePattern.class, Text.class)
        .addMixIn(TenantId.class, Value.class)
        .addMixIn(ReservationReply.Success.class, SuccessNames.class);
  }

  /** {@code value} as text, for a column. */
  public static String write(Object value) {
    try {
      return TEXT.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("cannot be stored: " + value.getClass().getName(), e);
    }
  }

  /**
   * What {@link #write} was given.
   *
   * @throws UncheckedIOException when the text is nothing of that type
   */
  public static <T> T read(String text, Class<T> type) {
    try {
      return TEXT.readValue(text, type);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("not a stored " + type.getSimpleName(), e);
    }
  }

  /** A record whose only field is {@code text}. */
  abstract static class Text {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    Text(String text) {}

    @JsonValue
    abstract String text();
  }

  /** JSON that stands for itself. */
  abstract static class Raw {
    @JsonValue
    @JsonRawValue
    abstract String text();
  }

  /** A record whose only field is {@code value}. */
  abstract static class Value {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    Value(String value) {}

    @JsonValue
    abstract String value();
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = ReservationReply.Reserved.class, name = "reserved"),
    @JsonSubTypes.Type(value = ReservationReply.Judged.class, name = "judged"),
    @JsonSubTypes.Type(value = ReservationReply.Committed.class, name = "committed"),
    @JsonSubTypes.Type(value = ReservationReply.Released.class, name = "released"),
    @JsonSubTypes.Type(value = ReservationReply.Extended.class, name = "extended"),
    @JsonSubTypes.Type(value = ReservationReply.Debited.class, name = "debited"),
  })
  interface SuccessNames {}
}
