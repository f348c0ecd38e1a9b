package io.bailiwick.http.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.amount.Amount;
import io.bailiwick.amount.Unit;
import io.bailiwick.http.error.ErrorCode;
import io.bailiwick.reservation.ReservationCommand;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.tenant.TenantId;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuntimeRequestsTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final ReservationId ID = new ReservationId("acme.3.1.1");
  private static final long GRACE_MS = 5_000;

  private static final String SUBJECT =
      "'subject':{'tenant':'acme','app':'chat','dimensions':{'a':'b'}},"
          + "'action':{'kind':'llm.completion','name':'draft','tags':['x']},";

  private static final Map<String, String> BODIES =
      Map.of(
          "decide",
          "{'idempotency_key':'k'," + SUBJECT + "'estimate':{'unit':'TOKENS','amount':5}}",
          "reserve",
          "{'idempotency_key':'k'," + SUBJECT + "'estimate':{'unit':'TOKENS','amount':5}}",
          "event",
          "{'idempotency_key':'k',"
              + SUBJECT
              + "'actual':{'unit':'TOKENS','amount':5},"
              + "'metrics':{}}",
          "commit",
          "{'idempotency_key':'k','actual':{'unit':'TOKENS','amount':5},'metrics':{}}",
          "release",
          "{'idempotency_key':'k'}",
          "extend",
          "{'idempotency_key':'k','extend_by_ms':1}");

  private static final Map<String, Consumer<ObjectNode>> READERS =
      Map.of(
          "decide", body -> SubjectRequest.decide(body, null),
          "reserve", body -> SubjectRequest.reserve(body, null, GRACE_MS),
          "event", body -> SubjectRequest.event(body, null),
          "commit", body -> SettleRequest.commit(body, null),
          "release", body -> SettleRequest.release(body, null),
          "extend", body -> SettleRequest.extend(body, null));

  private static String text(int length) {
    return "'" + "x".repeat(length) + "'";
  }

  /** Expands {@code 256x} to a text, {@code 11[]} to an array and {@code 17{}} to an object. */
  private static String value(String shorthand) {
    if (shorthand.matches("[0-9]+x")) {
      return text(Integer.parseInt(shorthand.replace("x", "")));
    }
    if (shorthand.matches("[0-9]+\\[]")) {
      int count = Integer.parseInt(shorthand.replace("[]", ""));
      return "[" + "'t',".repeat(count - 1) + "'t']";
    }
    if (shorthand.matches("[0-9]+\\{}")) {
      int count = Integer.parseInt(shorthand.replace("{}", ""));
      StringBuilder object = new StringBuilder("{'d0':'v'");
      for (int i = 1; i < count; i++) {
        object.append(",'d").append(i).append("':'v'");
      }
      return object.append('}').toString();
    }
    return shorthand.replace('`', '\'');
  }

  @ParameterizedTest
  @CsvSource({
    "reserve, /idempotency_key, 256x, 257x",
    "reserve, /idempotency_key, 1x, 0x",
    "reserve, /subject/tenant, 128x, 129x",
    "reserve, /subject/toolset, `A-z_0.9`, `a/b`",
    "reserve, /subject/toolset, `a`, `é`",
    "reserve, /subject/toolset, `a`, ``",
    "reserve, /subject/dimensions, 16{}, 17{}",
    "reserve, /subject/dimensions/a, 256x, 257x",
    "reserve, /action/kind, 64x, 65x",
    "reserve, /action/kind, `a`, ` `",
    "reserve, /action/name, 256x, 257x",
    "reserve, /action/tags, 10[], 11[]",
    "reserve, /action/tags, `[]`, [5]",
    "reserve, /estimate/unit, `CREDITS`, `credits`",
    "reserve, /estimate/amount, 0, -1",
    "reserve, /estimate/amount, 9223372036854775807, 9223372036854775808",
    "reserve, /estimate/amount, 5000, 5000.0",
    "reserve, /estimate/amount, 1000, 1e3",
    "reserve, /estimate/amount, 1000, `1000`",
    "reserve, /ttl_ms, 1000, 999",
    "reserve, /ttl_ms, 86400000, 86400001",
    "reserve, /grace_period_ms, 0, -1",
    "reserve, /grace_period_ms, 60000, 60001",
    "reserve, /overage_policy, `REJECT`, `reject`",
    "reserve, /dry_run, true, `true`",
    "reserve, /metadata, {}, []",
    "reserve, /metadata, {`a`:null}, null",
    "decide, /idempotency_key, 256x, 257x",
    "decide, /metadata, {}, 5",
    "event, /client_time_ms, 0, -1",
    "event, /client_time_ms, 9223372036854775807, 1.5",
    "event, /actual/amount, 0, -1",
    "event, /metrics/model_version, 128x, 129x",
    "event, /overage_policy, `ALLOW_WITH_OVERDRAFT`, `MAYBE`",
    "commit, /idempotency_key, 256x, 257x",
    "commit, /actual/amount, 0, -1",
    "commit, /metrics/tokens_input, 5000000000, -1",
    "commit, /metrics/tokens_output, 0, -1",
    "commit, /metrics/latency_ms, 0, 0.5",
    "commit, /metrics/custom, {}, []",
    "release, /reason, 256x, 257x",
    "release, /idempotency_key, 256x, 257x",
    "extend, /extend_by_ms, 1, 0",
    "extend, /extend_by_ms, 86400000, 86400001",
    "extend, /metadata, {}, `x`"
  })
  void oneBeyondALimitIsRefused(String operation, String pointer, String last, String beyond) {
    if (last.equals("`[]`")) {
      last = "[]";
    }
    Consumer<ObjectNode> reader = READERS.get(operation);
    String body = BODIES.get(operation);
    reader.accept(Refused.with(body, pointer, value(last)));
    String name = pointer.substring(pointer.lastIndexOf('/') + 1);
    Refused.invalid(reader, Refused.with(body, pointer, value(beyond)), name);
  }

  @ParameterizedTest
  @CsvSource({"decide", "reserve", "event", "commit", "release", "extend"})
  void everyMemberIsNeededAndNoOtherIsKnown(String operation) {
    Consumer<ObjectNode> reader = READERS.get(operation);
    String body = BODIES.get(operation);
    Refused.json(body)
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!name.equals("metrics")) {
                Refused.invalid(reader, Refused.with(body, "/" + name, ""), name);
              }
              Refused.invalid(reader, Refused.with(body, "/" + name, "null"), name);
            });
    Refused.invalid(reader, Refused.with(body, "/colour", "'red'"), "colour");
  }

  @Test
  void aNestedMemberThatIsNotKnownIsRefused() {
    for (String place : new String[] {"/subject/x", "/action/x", "/estimate/x"}) {
      Refused.invalid(READERS.get("reserve"), Refused.with(BODIES.get("reserve"), place, "1"), "x");
    }
    Refused.invalid(
        READERS.get("commit"), Refused.with(BODIES.get("commit"), "/metrics/x", "1"), "metrics.x");
  }

  @Test
  void aSubjectNamesALevel() {
    Refused.invalid(
        READERS.get("reserve"),
        Refused.with(BODIES.get("reserve"), "/subject", "{'dimensions':{'a':'b'}}"),
        "at least one");
  }

  @Test
  void textsAreUnicodeWithoutZero() {
    for (String text : new String[] {"'a\\u0000'", "'\\ud800'", "'a\\udc00'"}) {
      Refused.invalid(
          READERS.get("release"),
          Refused.with(BODIES.get("release"), "/idempotency_key", text),
          "idempotency_key");
    }
    Refused.invalid(
        READERS.get("reserve"),
        Refused.with(BODIES.get("reserve"), "/metadata", "{'a':'\\ud800'}"),
        "surrogate");
  }

  @Test
  void theHeaderMayOnlyRepeatTheKey() {
    SettleRequest.release(Refused.json("{'idempotency_key':'k'}"), "k");
    Refused.invalid(
        body -> SettleRequest.release(body, "other"),
        Refused.json("{'idempotency_key':'k'}"),
        "X-Idempotency-Key");
  }

  @Test
  void thePathIsTheKeysTenantAndTheLevelsInOrder() {
    ObjectNode body =
        Refused.with(
            BODIES.get("reserve"), "/subject", "{'agent':'Writer','workspace':'ENG','app':'c'}");
    ReservationCommand.Reserve reserve =
        (ReservationCommand.Reserve) SubjectRequest.reserve(body, null, GRACE_MS).command(ACME);
    assertThat(reserve.scope().text()).isEqualTo("tenant:acme/workspace:eng/app:c/agent:writer");
    assertThat(reserve.estimate()).isEqualTo(new Amount(Unit.TOKENS, 5));
    assertThat(reserve.graceMs()).isEqualTo(GRACE_MS);
    assertThat(reserve.ttlMs()).isNull();
    assertThat(reserve.purpose().subject())
        .isEqualTo("{\"agent\":\"Writer\",\"app\":\"c\",\"workspace\":\"ENG\"}");
  }

  @Test
  void anotherTenantIsForbiddenWhateverTheCase() {
    SubjectRequest own =
        SubjectRequest.decide(
            Refused.with(BODIES.get("decide"), "/subject/tenant", "'ACME'"), null);
    assertThat(own.command(ACME).tenant()).isEqualTo(ACME);
    assertThat(Refused.by(body -> own.command(new TenantId("other")), null).code())
        .isEqualTo(ErrorCode.FORBIDDEN);
  }

  private static String hash(String operation, String pointer, String value) {
    ObjectNode body = Refused.with(BODIES.get(operation), pointer, value);
    return SubjectRequest.reserve(body, null, GRACE_MS).command(ACME).key().payloadHash();
  }

  @Test
  void aDefaultThatIsWrittenDownIsTheSameRequest() {
    String plain = hash("reserve", "/dry_run", "");
    assertThat(hash("reserve", "/dry_run", "false")).isEqualTo(plain);
    assertThat(hash("reserve", "/grace_period_ms", "5000")).isEqualTo(plain);
    assertThat(hash("reserve", "/dry_run", "true")).isNotEqualTo(plain);
    assertThat(hash("reserve", "/grace_period_ms", "5001")).isNotEqualTo(plain);
    assertThat(hash("reserve", "/ttl_ms", "60000")).isNotEqualTo(plain);
    assertThat(hash("reserve", "/overage_policy", "'ALLOW_IF_AVAILABLE'")).isNotEqualTo(plain);
  }

  @Test
  void theTimeThatAClientTellsIsNoPartOfItsRequest() {
    String plain = hashOfEvent("/client_time_ms", "");
    assertThat(hashOfEvent("/client_time_ms", "5")).isEqualTo(plain);
    assertThat(hashOfEvent("/metadata", "{'client_time_ms':5}")).isNotEqualTo(plain);
  }

  private static String hashOfEvent(String pointer, String value) {
    ObjectNode body = Refused.with(BODIES.get("event"), pointer, value);
    return SubjectRequest.event(body, null).command(ACME).key().payloadHash();
  }

  /** Hashes that are kept with keys: a version that made others would take repeats for misuse. */
  @Test
  void hashesAreThoseOfEveryVersion() {
    String subject =
        "{'idempotency_key':'k','subject':{'workspace':'ENG','tenant':'acme','dimensions':"
            + "{'b':'2','a':'é'}},'action':{'name':'gpt','kind':'llm','tags':['z','a']},";
    String amount = "{'unit':'TOKENS','amount':9007199254740993}";
    assertThat(
            hash(
                SubjectRequest.reserve(
                    Refused.json(
                        subject
                            + "'estimate':"
                            + amount
                            + ",'metadata':{'b':{'d':[3,1],'c':null},'a':true},'ttl_ms':60000}"),
                    null,
                    GRACE_MS)))
        .isEqualTo("0f9a5c34fc57a596d8d58adab17e58c8b6a22a81a6fe5a015784966719f62ea9");
    assertThat(
            hash(
                SubjectRequest.event(
                    Refused.json(
                        subject
                            + "'actual':"
                            + amount
                            + ",'metrics':{'tokens_output':7,'tokens_input':5},"
                            + "'client_time_ms':5}"),
                    null)))
        .isEqualTo("36c34b79f28e0aa6cb3750454cbf3bbb58ec0d694da6a623b13897d58f40a4f2");
    assertThat(
            hash(SubjectRequest.decide(Refused.json(subject + "'estimate':" + amount + "}"), null)))
        .isEqualTo("9d4f9cc052b1f22332f79aa2ce85063dea6c5344de6585e9f20cc65d3a06b386");
    assertThat(
            SettleRequest.commit(
                    Refused.json("{'idempotency_key':'k','actual':" + amount + "}"), null)
                .command(ID)
                .key()
                .payloadHash())
        .isEqualTo("fcec315869ebbc576a99a88f0a8a155534a4a1a8b791ee211fc3c7374327b63c");
  }

  private static String hash(SubjectRequest request) {
    return request.command(ACME).key().payloadHash();
  }

  @Test
  void theOrderOfMembersSaysNothing() {
    assertThat(hash("reserve", "/metadata", "{'a':1,'b':[1.0,2]}"))
        .isEqualTo(hash("reserve", "/metadata", "{'b':[1,2],'a':1}"));
    assertThat(hash("reserve", "/metadata", "{'a':9007199254740993}"))
        .isNotEqualTo(hash("reserve", "/metadata", "{'a':9007199254740992}"));
  }

  @Test
  void whatACommitOnlyKeepsIsOneText() {
    ObjectNode body = Refused.with(BODIES.get("commit"), "/metadata", "{'b':1,'a':2}");
    ReservationCommand.Commit commit =
        (ReservationCommand.Commit) SettleRequest.commit(body, null).command(ID);
    assertThat(commit.metadata()).isEqualTo("{\"metadata\":{\"a\":2,\"b\":1},\"metrics\":{}}");
  }
}
