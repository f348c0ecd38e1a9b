package io.bailiwick.harness;

import io.bailiwick.contract.Answer;
import io.bailiwick.contract.ResponseContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Sends requests over connections that it keeps, and judges every answer by the document that the
 * server serves. Any number of threads; each has a connection of its own while it waits.
 */
public class Client implements AutoCloseable {
  private final InetSocketAddress server;
  private final ResponseContract contract;
  private final Duration answerWithin;
  private final ConcurrentLinkedDeque<HttpConnection> idle = new ConcurrentLinkedDeque<>();

  Client(InetSocketAddress server, ResponseContract contract) {
    this(server, contract, HttpConnection.ANSWER_WITHIN);
  }

  /** One that waits for an answer no longer than this. */
  Client(InetSocketAddress server, ResponseContract contract, Duration answerWithin) {
    this.server = server;
    this.contract = contract;
    this.answerWithin = answerWithin;
  }

  /** Over connections of its own, with the same judge. */
  protected Client(Client other) {
    this(other.server, other.contract, other.answerWithin);
  }

  /**
   * The answer, which is one that the document allows.
   *
   * @throws NoAnswer if there is none; the request may have had its effect all the same
   * @throws AssertionError if the answer is not as promised
   */
  public Reply send(Request request) {
    Answer answer = exchange(request);
    contract.check(answer);
    return new Reply(answer, Json.parse(answer.body()));
  }

  /** The answer, whatever it is. */
  public Answer exchange(Request request) {
    HttpConnection connection = null;
    try {
      connection = connection();
      Answer answer = connection.exchange(request);
      if (connection.isReusable()) {
        idle.addFirst(connection);
      } else {
        connection.close();
      }
      return answer;
    } catch (IOException e) {
      close(connection);
      throw new NoAnswer(request, e);
    }
  }

  private HttpConnection connection() throws IOException {
    for (HttpConnection next = idle.pollFirst(); next != null; next = idle.pollFirst()) {
      if (next.isReusable()) {
        return next;
      }
      next.close();
    }
    return new HttpConnection(server, answerWithin);
  }

  /** What answers have to keep to. */
  public ResponseContract contract() {
    return contract;
  }

  /** Closes the connections that nobody uses just now. */
  @Override
  public void close() {
    for (HttpConnection next = idle.poll(); next != null; next = idle.poll()) {
      close(next);
    }
  }

  private static void close(HttpConnection connection) {
    try {
      if (connection != null) {
        connection.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
