package io.bailiwick.journal.codec;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.ContextualSerializer;
import io.bailiwick.collection.TrieMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** A {@link TrieMap} as an object: its keys as names, in its own order. */
final class TrieMapForm {

  private TrieMapForm() {}

  static SimpleModule module() {
    return new SimpleModule("trie-map")
        .addSerializer(new Writer(null))
        .addDeserializer(TrieMap.class, new Reader(null, null));
  }

  private static final class Writer extends JsonSerializer<TrieMap<?, ?>>
      implements ContextualSerializer {

    /** Of the declared type of the values; null where that has no cases. */
    private final TypeSerializer cases;

    private Writer(TypeSerializer cases) {
      this.cases = cases;
    }

    @Override
    @SuppressWarnings("unchecked")
    public Class<TrieMap<?, ?>> handledType() {
      return (Class<TrieMap<?, ?>>) (Class<?>) TrieMap.class;
    }

    @Override
    public JsonSerializer<?> createContextual(SerializerProvider provider, BeanProperty property)
        throws JsonMappingException {
      JavaType type = property.getType();
      return new Writer(provider.findTypeSerializer(type.containedType(1)));
    }

    @Override
    public void serialize(TrieMap<?, ?> map, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      List<Object> keys = new ArrayList<>(map.keys());
      List<Object> all = new ArrayList<>(map.values());
      out.writeStartObject();
      for (int i = 0; i < keys.size(); i++) {
        out.writeFieldName(keys.get(i).toString());
        Object value = all.get(i);
        JsonSerializer<Object> form = provider.findValueSerializer(value.getClass());
        if (cases == null) {
          form.serialize(value, out, provider);
        } else {
          form.serializeWithType(value, out, provider, cases);
        }
      }
      out.writeEndObject();
    }
  }

  private static final class Reader extends JsonDeserializer<TrieMap<?, ?>>
      implements ContextualDeserializer {

    private final KeyDeserializer keys;
    private final JsonDeserializer<Object> values;

    private Reader(KeyDeserializer keys, JsonDeserializer<Object> values) {
      this.keys = keys;
      this.values = values;
    }

    @Override
    public JsonDeserializer<?> createContextual(
        DeserializationContext context, BeanProperty property) throws JsonMappingException {
      JavaType type = context.getContextualType();
      return new Reader(
          context.findKeyDeserializer(type.containedType(0), property),
          context.findRootValueDeserializer(type.containedType(1)));
    }

    @Override
    public TrieMap<?, ?> deserialize(JsonParser in, DeserializationContext context)
        throws IOException {
      TrieMap<Object, Object> map = TrieMap.empty();
      while (in.nextToken() != JsonToken.END_OBJECT) {
        Object key = keys.deserializeKey(in.currentName(), context);
        in.nextToken();
        map = map.with(key, values.deserialize(in, context));
      }
      return map;
    }
  }
}
