package io.bailiwick.http.route;

import io.bailiwick.http.error.Problem;
import io.bailiwick.query.ListReply;

/** The page that a list gave, or what was wrong with its cursor. */
final class Lists {
  private Lists() {}

  static <T> ListReply.Page<T> page(ListReply<T> reply) {
    return switch (reply) {
      case ListReply.Page<T> page -> page;
      case ListReply.ForeignCursor<T>(var message) -> throw Problem.invalid(message);
    };
  }
}
