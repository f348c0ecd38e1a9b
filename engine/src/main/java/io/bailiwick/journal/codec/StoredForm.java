package io.bailiwick.journal.codec;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.Module;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/**
 * One kind of value as bytes and back, in CBOR. What it does not know it skips, so that bytes of a
 * later version can be read. Thread-safe.
 */
public final class StoredForm<T> {

  private static final int BUFFER_BYTES = 8192;

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

  /** The bytes of {@link #write}, deflated: fast rather than well. */
  byte[] deflate(T value) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try (OutputStream out = new DeflaterOutputStream(bytes, deflater, BUFFER_BYTES)) {
      writer.writeValue(out, value);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  /**
   * What {@link #deflate} was given. That nothing may follow it has the reader come to the end of
   * the bytes, where their checksum is.
   */
  T inflate(byte[] bytes) throws IOException {
    Inflater inflater = new Inflater();
    try (InputStream in =
        new InflaterInputStream(new ByteArrayInputStream(bytes), inflater, BUFFER_BYTES)) {
      return reader.readValue(in);
    } finally {
      inflater.end();
    }
  }
}
