package io.bailiwick.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.harness.Balance;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What holds for every operation that takes a key. */
class RepetitionIT {
  private final Tenancy tenancy = Tenancy.ofThreeLevels(SharedServer.operator());
  private final String subject = Mutation.reservation(tenancy.agent(), tenancy.leaf(), "1");

  /** A body as text, without the one member that may differ. */
  static String withoutTtl(Reply reply) {
    return reply.answer().body().replaceAll("\"remaining_ttl_ms\":[0-9]+", "\"remaining_ttl_ms\":");
  }

  private Map<String, Balance> balances() {
    return tenancy.agent().balances();
  }

  @ParameterizedTest
  @EnumSource
  void aRepetitionIsTheFirstAnswerAgain(Mutation mutation) {
    ObjectNode body = mutation.body(tenancy, "once");
    Reply first = mutation.send(tenancy, subject, body);
    assertThat(first.isSuccess()).isTrue();
    Map<String, Balance> after = balances();

    Mutation.EVENT.send(tenancy, subject, Mutation.EVENT.body(tenancy, "in-between")).expect(201);
    Reply again = mutation.send(tenancy, subject, body);
    assertThat(again.status()).isEqualTo(first.status());
    assertThat(withoutTtl(again)).isEqualTo(withoutTtl(first));
    assertThat(balances().get(tenancy.leaf()).spent())
        .as("only the event in between has spent")
        .isEqualTo(after.get(tenancy.leaf()).spent() + 10);
    assertThat(balances().get(tenancy.leaf()).reserved())
        .isEqualTo(after.get(tenancy.leaf()).reserved());
    assertThat(balances().get(tenancy.leaf()).allocated())
        .isEqualTo(after.get(tenancy.leaf()).allocated());
  }

  @ParameterizedTest
  @EnumSource
  void anotherBodyUnderTheKeyIsRefused(Mutation mutation) {
    mutation.send(tenancy, subject, mutation.body(tenancy, "taken"));
    Map<String, Balance> before = balances();
    mutation
        .send(tenancy, subject, mutation.otherBody(tenancy, "taken"))
        .refused(409, "IDEMPOTENCY_MISMATCH");
    assertThat(balances()).isEqualTo(before);
  }

  @ParameterizedTest
  @EnumSource
  void theOrderOfMembersDoesNotMatter(Mutation mutation) {
    ObjectNode body = mutation.body(tenancy, "ordered");
    ObjectNode turned = Json.object();
    List.copyOf(body.properties())
        .reversed()
        .forEach(member -> turned.set(member.getKey(), member.getValue()));
    Reply first = mutation.send(tenancy, subject, body);
    Reply again = mutation.send(tenancy, subject, turned);
    assertThat(withoutTtl(again)).isEqualTo(withoutTtl(first));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "FUND")
  void theHeaderMayRepeatTheKeyAndNotContradictIt(Mutation mutation) {
    ObjectNode body = mutation.body(tenancy, "in-the-body");
    Tenancy contradicting = withHeader("another");
    mutation.send(contradicting, subject, body).refused(400, "INVALID_REQUEST");
    assertThat(mutation.send(withHeader("in-the-body"), subject, body).isSuccess()).isTrue();
  }

  /** The same tenancy, whose agent sends the header with every request. */
  private Tenancy withHeader(String key) {
    return new Tenancy(
        tenancy.id(), tenancy.operator(), new KeyHeaderAgent(tenancy.agent(), key).agent());
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.INCLUDE,
      names = {"RESERVE", "DRY_RUN", "DECIDE", "EVENT", "FUND"})
  void keysOfTenantsAreApart(Mutation mutation) {
    Tenancy other = Tenancy.ofThreeLevels(SharedServer.operator());
    assertThat(mutation.send(tenancy, "", mutation.body(tenancy, "shared")).isSuccess()).isTrue();
    assertThat(mutation.send(other, "", mutation.otherBody(other, "shared")).isSuccess()).isTrue();
  }

  @Test
  void keysOfOperationsAreApart() {
    String other = Mutation.reservation(tenancy.agent(), tenancy.leaf(), "2");
    Mutation[] order = {
      Mutation.RESERVE,
      Mutation.DECIDE,
      Mutation.EXTEND,
      Mutation.COMMIT,
      Mutation.EVENT,
      Mutation.FUND
    };
    for (Mutation mutation : order) {
      Reply reply = mutation.send(tenancy, subject, mutation.body(tenancy, "the-same-text"));
      assertThat(reply.isSuccess()).as("%s: %s", mutation, reply).isTrue();
    }
    Mutation.RELEASE
        .send(tenancy, other, Mutation.RELEASE.body(tenancy, "the-same-text"))
        .expect(200);
  }
}
