package io.bailiwick.harness;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.contract.Answer;
import java.util.Map;

/** An answer that keeps to the contract, and its body. */
public record Reply(Answer answer, JsonNode body) {

  public int status() {
    return answer.status();
  }

  /** The code of an error; empty for a success. */
  public String error() {
    return body.path("error").asText();
  }

  public boolean isSuccess() {
    return status() < 300;
  }

  /** Whether it says nothing of what became of the request. */
  public boolean isUnknown() {
    return status() >= 500;
  }

  /** This, if it has the status. */
  public Reply expect(int status) {
    if (status() != status) {
      throw new AssertionError("expected " + status + ": " + answer);
    }
    return this;
  }

  /** This, if it is a refusal with the status and the code. */
  public Reply refused(int status, String code) {
    expect(status);
    if (!error().equals(code)) {
      throw new AssertionError("expected " + code + ": " + answer);
    }
    return this;
  }

  /** A member as text; empty where it is not there. */
  public String text(String member) {
    return body.path(member).asText();
  }

  /** The number in an amount such as {@code charged}. */
  public long amount(String member) {
    if (!body.has(member)) {
      throw new AssertionError("no " + member + ": " + answer);
    }
    return body.path(member).path("amount").asLong();
  }

  public boolean has(String member) {
    return body.has(member);
  }

  public String reservationId() {
    return text("reservation_id");
  }

  public Map<String, Balance> balances() {
    return Balance.of(this);
  }

  public String header(String name) {
    return answer.header(name).orElse("");
  }
}
