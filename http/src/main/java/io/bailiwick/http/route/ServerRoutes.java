package io.bailiwick.http.route;

import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.http.error.Problem;
import io.bailiwick.http.metric.Meters;
import io.bailiwick.http.wire.HealthBody;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.MediaTypes;

/** The server itself: health, metrics, the document and the page to browse it. Thread-safe. */
final class ServerRoutes {
  private static final ContentType HTML = ContentTypes.TEXT_HTML_UTF8;
  private static final ContentType YAML =
      MediaTypes.customWithFixedCharset(
              "application", "yaml", HttpCharsets.UTF_8, Map.of(), false, "yaml")
          .toContentType();

  /** Scripts and styles of this server alone, calls to this server alone, in nobody's frame. */
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'"
          + " data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors"
          + " 'none'";

  private final BooleanSupplier isReady;
  private final Meters meters;
  private final Map<String, Answer> files = new TreeMap<>();
  private final Answer document;

  /**
   * @param isReady whether requests can be served
   */
  ServerRoutes(BooleanSupplier isReady, Meters meters) {
    this.isReady = isReady;
    this.meters = meters;
    this.document = file("openapi.yaml", null);
    files.put("api.html", page("web/api.html", HTML));
    files.put("api.js", page("web/api.js", null));
    files.put("api.css", page("web/api.css", null));
    files.put("swagger-ui.css", page("web/swagger-ui.css", null));
    files.put("swagger-ui-bundle.js", page("web/swagger-ui-bundle.js", null));
  }

  Map<Operation, Handler> handlers() {
    Map<Operation, Handler> handlers = new TreeMap<>();
    handlers.put(Operation.HEALTH, call -> this::readiness);
    handlers.put(Operation.READINESS, call -> this::readiness);
    handlers.put(Operation.READINESS_OF_ACTUATOR, call -> this::readiness);
    handlers.put(Operation.LIVENESS, call -> () -> done(Answer.ok(HealthBody.of(true))));
    handlers.put(Operation.METRICS, call -> this::metrics);
    handlers.put(Operation.OPENAPI, call -> () -> done(document));
    handlers.put(Operation.PAGE, call -> () -> done(files.get("api.html")));
    handlers.put(Operation.PAGE_PART, call -> () -> done(part(call.parameter())));
    return handlers;
  }

  private CompletableFuture<Answer> readiness() {
    boolean ready = isReady.getAsBoolean();
    return done(Answer.json(ready ? 200 : 503, HealthBody.of(ready)));
  }

  private CompletableFuture<Answer> metrics() {
    byte[] text = meters.text().getBytes(StandardCharsets.UTF_8);
    return done(new Answer(200, ContentTypes.TEXT_PLAIN_UTF8, text, List.of()));
  }

  private Answer part(String name) {
    Answer file = files.get(name);
    if (file == null) {
      throw Problem.of(ErrorCode.NOT_FOUND, "There is no such path");
    }
    return file;
  }

  private static Answer page(String name, ContentType type) {
    return file(name, type)
        .with("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        .with("X-Content-Type-Options", "nosniff")
        .with("Referrer-Policy", "no-referrer")
        .with("Cache-Control", "no-cache");
  }

  private static Answer file(String name, ContentType type) {
    String resource = "/bailiwick/" + name;
    try (InputStream in = ServerRoutes.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the build has left out " + resource);
      }
      return new Answer(200, type == null ? typeOf(name) : type, in.readAllBytes(), List.of());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }

  private static ContentType typeOf(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "yaml" -> YAML;
      case "js" -> MediaTypes.APPLICATION_JAVASCRIPT.toContentType(HttpCharsets.UTF_8);
      case "css" -> MediaTypes.TEXT_CSS.toContentType(HttpCharsets.UTF_8);
      default -> throw new IllegalArgumentException("no type for " + name);
    };
  }

  private static CompletableFuture<Answer> done(Answer answer) {
    return CompletableFuture.completedFuture(answer);
  }
}
