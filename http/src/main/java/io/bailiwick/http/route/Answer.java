package io.bailiwick.http.route;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;

/**
 * What goes back to a client.
 *
 * @param headers beyond those that every answer has
 */
public record Answer(int status, ContentType type, byte[] body, List<HttpHeader> headers) {

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
    return new Answer(status, type, body, List.copyOf(more));
  }
}
