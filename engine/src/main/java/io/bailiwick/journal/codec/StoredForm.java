package io.bailiwick.journal.codec;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.util.List;

/**
 * One kind of value as bytes and back, in CBOR. What it does not know it skips, so that bytes of a
 * later version can be read. Thread-safe.
 */
public final class StoredForm<T> {

  private final ObjectWriter writer;
  private final ObjectReader reader;

  private StoredForm(ObjectMapper mapper, JavaType type) {
    this.writer = mapper.writerFor(type);
    this.reader = mapper.readerFor(type);
  }

  /** A mapper that knows all names. */
  public static ObjectMapper mapper(Module... more) {
    return mapper(new CBORFactory(), more);
  }

  static ObjectMapper mapper(CBORFactory factory, Module... more) {
    ObjectMapper mapper =
        StoredJson.on(factory)
            .registerModule(new Jdk8Module())
            .registerModule(TrieMapForm.module())
            .registerModules(more);
    EventNames.addTo(mapper);
    MessageNames.addTo(mapper);
    return mapper;
  }

  /** One value of {@code type}, or of a type below it. */
  public static <T> StoredForm<T> of(ObjectMapper mapper, Class<T> type) {
    return new StoredForm<>(mapper, mapper.constructType(type));
  }

  /** Values of {@code element}, or of types below it. */
  public static <T> StoredForm<List<T>> listOf(ObjectMapper mapper, Class<T> element) {
    return new StoredForm<>(
        mapper, mapper.getTypeFactory().constructCollectionType(List.class, element));
  }

  public byte[] write(T value) throws IOException {
    return writer.writeValueAsBytes(value);
  }

  public T read(byte[] bytes) throws IOException {
    return reader.readValue(bytes);
  }
}
