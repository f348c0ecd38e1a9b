package io.bailiwick.http.route;

import io.bailiwick.http.error.Problem;
import io.bailiwick.query.ListReply;
import java.util.concurrent.CompletableFuture;

/** The page that a list gave, or what was wrong with its cursor. */
final class Lists {
  private Lists() {}

  /** The answer of a list that nothing can be on, without asking the store. */
  static Handler.Work nothing(byte[] emptyPage) {
    return () -> CompletableFuture.completedFuture(Answer.ok(emptyPage));
  }

  static <T> ListReply.Page<T> page(ListReply<T> reply) {
    return switch (reply) {
      case ListReply.Page<T> page -> page;
      case ListReply.ForeignCursor<T>(var message) -> throw Problem.invalid(message);
    };
  }
}
