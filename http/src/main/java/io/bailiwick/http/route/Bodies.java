package io.bailiwick.http.route;

import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.http.error.Problem;
import io.bailiwick.http.error.Throwables;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.RequestEntity;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.apache.pekko.util.ByteString;

/** Receives bodies, within a size and a time. Thread-safe. */
final class Bodies {
  private static final byte[] EMPTY = {};

  /**
   * How much of a body that is too large is still read and thrown away, so that the client gets to
   * read why. Beyond it the connection is closed.
   */
  private static final long THROWN_AWAY_BYTES_MAX = 16L * 1024 * 1024;

  private final ActorSystem<?> system;
  private final int bytesMax;
  private final Duration receiveTimeout;

  Bodies(ActorSystem<?> system, int bytesMax, Duration receiveTimeout) {
    this.system = system;
    this.bytesMax = bytesMax;
    this.receiveTimeout = receiveTimeout;
  }

  /** Whether the operation wants a body that has not come whole with its head. */
  static boolean isArriving(Operation operation, HttpRequest request) {
    return operation.body() != Operation.Body.NONE && !request.entity().isStrict();
  }

  /** The body that the operation wants; fails with a {@link Problem} if it cannot be one. */
  CompletionStage<byte[]> receive(Operation operation, Attempt attempt) {
    HttpRequest request = attempt.request();
    RequestEntity entity = request.entity();
    return switch (operation.body()) {
      case NONE -> {
        discard(request);
        yield CompletableFuture.completedFuture(EMPTY);
      }
      case OPTIONAL ->
          entity.isKnownEmpty() ? CompletableFuture.completedFuture(EMPTY) : json(attempt, entity);
      case REQUIRED -> json(attempt, entity);
    };
  }

  /**
   * Lets a body go that nobody will read, also one that is too much: an answer is lost if the
   * connection is broken off while somebody sends.
   */
  void discard(HttpRequest request) {
    if (!request.entity().isStrict()) {
      RequestEntity all = (RequestEntity) request.entity().withSizeLimit(THROWN_AWAY_BYTES_MAX);
      request.withEntity(all).discardEntityBytes(system);
    }
  }

  private CompletionStage<byte[]> json(Attempt attempt, RequestEntity entity) {
    if (!isJson(entity.getContentType())) {
      discard(attempt.request());
      return failed(
          Problem.of(415, ErrorCode.INVALID_REQUEST, "The body must be application/json"));
    }
    if (isEncoded(attempt.headers().contentEncoding())) {
      discard(attempt.request());
      return failed(
          Problem.of(
              415,
              ErrorCode.INVALID_REQUEST,
              "A body is taken as it is: Content-Encoding must be absent or identity"));
    }
    if (entity instanceof HttpEntity.Strict strict) {
      return CompletableFuture.completedFuture(strict.getData().toArrayUnsafe());
    }
    CompletableFuture<byte[]> received = received(entity).toCompletableFuture();
    attempt.deadline().runFrom(received);
    return received;
  }

  /** What is too much is counted and thrown away, so that the answer finds somebody to read it. */
  private CompletionStage<byte[]> received(RequestEntity entity) {
    return entity
        .withSizeLimit(THROWN_AWAY_BYTES_MAX)
        .getDataBytes()
        .completionTimeout(receiveTimeout)
        .runFold(new Received(), this::more, system)
        .handle(
            (received, failure) -> {
              if (failure != null) {
                throw problem(failure);
              }
              if (received.size > bytesMax) {
                throw tooLarge();
              }
              return received.bytes.toArrayUnsafe();
            });
  }

  private Received more(Received received, ByteString chunk) {
    received.size += chunk.size();
    received.bytes =
        received.size > bytesMax ? ByteString.emptyByteString() : received.bytes.concat(chunk);
    return received;
  }

  /** A body on its way in. */
  private static final class Received {
    private ByteString bytes = ByteString.emptyByteString();
    private long size;
  }

  private Problem problem(Throwable failure) {
    Throwable cause = Throwables.cause(failure);
    if (cause instanceof EntityStreamSizeException) {
      return tooLarge();
    }
    if (cause instanceof TimeoutException) {
      return Problem.invalid("The body did not arrive within " + receiveTimeout.toMillis() + " ms");
    }
    return Problem.invalid("The body did not arrive whole");
  }

  private Problem tooLarge() {
    return Problem.of(
        413, ErrorCode.INVALID_REQUEST, "The body is larger than " + bytesMax + " bytes");
  }

  private static boolean isJson(ContentType type) {
    return type.mediaType().mainType().equals("application")
        && type.mediaType().subType().equals("json");
  }

  private static boolean isEncoded(String encoding) {
    return encoding != null && !encoding.strip().equalsIgnoreCase("identity");
  }

  private static CompletionStage<byte[]> failed(Problem problem) {
    return CompletableFuture.failedFuture(problem);
  }
}
