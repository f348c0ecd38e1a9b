package io.bailiwick.http.route;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.NotUsed;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * What goes back to a client.
 *
 * @param body null where it is streamed
 * @param stream of the body, or null
 * @param headers beyond those that every answer has
 */
public record Answer(
    int status,
    ContentType type,
    byte[] body,
    Source<ByteString, NotUsed> stream,
    List<HttpHeader> headers) {

  /** One that is there as a whole. */
  public Answer(int status, ContentType type, byte[] body, List<HttpHeader> headers) {
    this(status, type, body, null, headers);
  }

  /**
   * One that is made while it is read; if that fails, its connection ends before the answer does.
   */
  public static Answer streamed(ContentType type, Source<ByteString, NotUsed> stream) {
    return new Answer(200, type, null, stream, List.of());
  }

  public static Answer ok(byte[] json) {
    return json(200, json);
  }

  public static Answer created(byte[] json) {
    return json(201, json);
  }

  /** Done, and nothing to say of it. */
  public static Answer empty() {
    return new Answer(204, ContentTypes.NO_CONTENT_TYPE, new byte[0], List.of());
  }

  public static Answer json(int status, byte[] json) {
    return new Answer(status, ContentTypes.APPLICATION_JSON, json, List.of());
  }

  /** The same with one more header. */
  public Answer with(String name, String value) {
    List<HttpHeader> more = new ArrayList<>(headers);
    more.add(RawHeader.create(name, value));
    return new Answer(status, type, body, stream, List.copyOf(more));
  }
}
