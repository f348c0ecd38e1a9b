package io.bailiwick.list;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.harness.Agent;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Query;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.SharedServer;
import io.bailiwick.harness.Tenancy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The two forms of {@code GET /v1/balances}. */
class BalanceFormsIT {
  private static final Operator OPERATOR = SharedServer.operator();
  private static final Tenancy TENANCY = Tenancy.ofThreeLevels(OPERATOR);
  private static final Agent AGENT = TENANCY.agent();

  @BeforeAll
  static void moreLedgers() {
    TENANCY.budget("app:chat2", 7).budget("workspace:eng/app:chat", 9);
    OPERATOR.openBudget(Operator.budget(TENANCY.scope("app:chat"), "CREDITS", 3)).expect(201);
  }

  private static List<String> scopes(Reply reply) {
    List<String> found = new ArrayList<>();
    for (JsonNode item : reply.expect(200).body().path("balances")) {
      String unit = item.path("remaining").path("unit").asText();
      String path = item.path("scope_path").asText();
      found.add(path.replaceFirst("tenant:[^/]*/?", "") + " " + unit);
    }
    return found;
  }

  private static List<String> ofSubject(String filter) {
    Reply reply = AGENT.get("/v1/balances?" + filter);
    assertThat(OPERATOR.client().contract().violations("BalanceResponse", reply.answer().body()))
        .isEmpty();
    return scopes(reply);
  }

  private static List<String> ofPrefix(String query) {
    Reply reply = AGENT.get("/v1/balances?" + query);
    assertThat(
            OPERATOR.client().contract().violations("BalanceListResponse", reply.answer().body()))
        .isEmpty();
    return scopes(reply);
  }

  @Test
  void theTenantsAreAllInOrder() {
    assertThat(ofSubject("tenant=" + TENANCY.id()))
        .containsExactly(
            " TOKENS",
            "app:chat CREDITS",
            "app:chat TOKENS",
            "app:chat/agent:writer TOKENS",
            "app:chat2 TOKENS",
            "workspace:eng/app:chat TOKENS");
  }

  @Test
  void aSegmentFindsItselfAndWhatIsBelow() {
    assertThat(ofSubject("app=chat"))
        .containsExactly(
            "app:chat CREDITS",
            "app:chat TOKENS",
            "app:chat/agent:writer TOKENS",
            "workspace:eng/app:chat TOKENS");
    assertThat(ofSubject("app=CHAT&include_children=true")).hasSize(4);
    assertThat(ofSubject("app=chat&workspace=eng")).hasSize(1);
    assertThat(ofSubject("agent=writer")).containsExactly("app:chat/agent:writer TOKENS");
    assertThat(ofSubject("toolset=none")).isEmpty();
  }

  @Test
  void aPrefixEndsWithASegment() {
    assertThat(ofPrefix("scope_prefix=" + Query.encode(TENANCY.scope("app:chat"))))
        .containsExactly("app:chat CREDITS", "app:chat TOKENS", "app:chat/agent:writer TOKENS");
    assertThat(ofPrefix("scope_prefix=" + Query.encode(TENANCY.scope("app:cha")))).isEmpty();
    assertThat(ofPrefix("tenant_id=" + TENANCY.id() + "&unit=CREDITS")).hasSize(1);
  }

  /** A unit is asked of the operators' plane; pages are of both, and say nothing. */
  @Test
  void aUnitAloneIsTheSecondFormAndAPageAloneIsNeither() {
    assertThat(ofPrefix("unit=CREDITS")).containsExactly("app:chat CREDITS");
    assertThat(ofPrefix("unit=TOKENS&limit=2")).hasSize(2);
    for (String query : List.of("", "limit=5", "cursor=x", "include_children=true", "colour=red")) {
      AGENT.get("/v1/balances?" + query).refused(400, "INVALID_REQUEST");
    }
  }

  @Test
  void whoCanBeNobodyHasNoBalances() {
    for (String tenant : List.of("no-such", "bad_id", "x")) {
      assertThat(scopes(OPERATOR.get("/v1/balances?tenant_id=" + tenant))).isEmpty();
    }
  }

  @Test
  void theSecondFormOfATenantIsItsOwn() {
    Tenancy other = Tenancy.ofThreeLevels(OPERATOR);
    assertThat(ofPrefix("tenant_id=" + other.id())).hasSize(6);
    assertThat(ofPrefix("scope_prefix=" + Query.encode(other.scope("")))).isEmpty();
  }

  @Test
  void operatorsGetTheSecondForm() {
    Reply reply = OPERATOR.get("/v1/balances?tenant_id=" + TENANCY.id()).expect(200);
    assertThat(scopes(reply)).hasSize(6);
    JsonNode first = reply.body().path("balances").path(0);
    assertThat(first.path("tenant_id").asText()).isEqualTo(TENANCY.id());
    assertThat(first.path("scope").asText()).isEqualTo(TENANCY.scope(""));
    assertThat(first.path("status").asText()).isEqualTo("ACTIVE");
  }

  @Test
  void neitherFormIsRefused() {
    AGENT.get("/v1/balances").refused(400, "INVALID_REQUEST");
    AGENT.get("/v1/balances?limit=10").refused(400, "INVALID_REQUEST");
  }

  @Test
  void pagesAreTheWhole() {
    for (String form : List.of("tenant", "tenant_id")) {
      List<String> whole = scopes(AGENT.get("/v1/balances?" + form + "=" + TENANCY.id()));
      List<String> pages = new ArrayList<>();
      String cursor = "";
      do {
        Reply page =
            AGENT.get("/v1/balances?limit=2&" + form + "=" + TENANCY.id() + cursor).expect(200);
        pages.addAll(scopes(page));
        cursor = page.has("next_cursor") ? "&cursor=" + Query.encode(page.text("next_cursor")) : "";
      } while (!cursor.isEmpty());
      assertThat(pages).isEqualTo(whole);
    }
  }

  @Test
  void nonsenseIsRefused() {
    String form = "/v1/balances?tenant=" + TENANCY.id();
    AGENT.get(form + "&limit=0").refused(400, "INVALID_REQUEST");
    AGENT.get(form + "&cursor=nonsense").refused(400, "INVALID_REQUEST");
    AGENT.get("/v1/balances?tenant_id=x&unit=EUR").refused(400, "INVALID_REQUEST");
    AGENT.get(form + "&limit=5000").expect(200);
  }
}
