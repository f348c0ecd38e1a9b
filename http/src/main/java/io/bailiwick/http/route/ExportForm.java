package io.bailiwick.http.route;

import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.http.error.Problem;
import java.util.Locale;
import java.util.Map;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpCharsets;
import org.apache.pekko.http.javadsl.model.MediaTypes;
import org.apache.pekko.http.javadsl.model.headers.Accept;

/** How an export is written. */
enum ExportForm {
  /** One object of JSON on each line. */
  JSONL(
      MediaTypes.customWithFixedCharset(
              "application", "x-ndjson", HttpCharsets.UTF_8, Map.of(), false, "jsonl")
          .toContentType()),
  /** RFC 4180, with a line of names. */
  CSV(MediaTypes.TEXT_CSV.toContentType(HttpCharsets.UTF_8));

  private final ContentType type;

  ExportForm(ContentType type) {
    this.type = type;
  }

  ContentType type() {
    return type;
  }

  /** What files of it are called in the end. */
  String ending() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one that {@code format} names, else the first that {@code Accept} takes. */
  static ExportForm of(Call call) {
    ExportForm named = call.query().choiceOr("format", ExportForm.class, null);
    if (named != null) {
      return named;
    }
    Accept accept = call.request().getHeader(Accept.class).orElse(null);
    if (accept == null || !accept.getMediaRanges().iterator().hasNext()) {
      return JSONL;
    }
    for (ExportForm form : values()) {
      for (var range : accept.getMediaRanges()) {
        if (range.matches(form.type.mediaType()) && range.qValue() > 0) {
          return form;
        }
      }
    }
    throw Problem.of(
        406, ErrorCode.INVALID_REQUEST, "Only application/x-ndjson and text/csv are available");
  }
}
