package io.bailiwick.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.apikey.ApiKey;
import io.bailiwick.apikey.KeyStatus;
import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.apikey.query.ApiKeyFilter;
import io.bailiwick.apikey.query.ApiKeyQueries;
import io.bailiwick.apikey.query.ApiKeySort;
import io.bailiwick.journal.TestStore;
import io.bailiwick.tenant.Tenant;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantStatus;
import io.bailiwick.webhook.WebhookOwner;
import io.bailiwick.webhook.WebhookStatus;
import io.bailiwick.webhook.WebhookSubscription;
import io.bailiwick.webhook.query.WebhookFilter;
import io.bailiwick.webhook.query.WebhookQueries;
import io.bailiwick.webhook.query.WebhookSort;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Lists of tenants, keys and webhooks, each with all its filters and sorts, compared with filtering
 * and sorting in memory. Many rows are equal in what they are sorted by, so pages end among them.
 */
class GovernanceListTest {

  private static final int ROWS = 240;
  private static final int PAGE = 37;

  /** Half of the keys that are not revoked have expired then. */
  private static final long NOW_MS = 1_000_500;

  private static final TenantId LARGE = new TenantId("ten0");
  private static final List<String> SEARCHES = Arrays.asList(null, "9", "NAME 1", "%", "none");

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void pagesAreWhatFilteringAndSortingInMemoryGives(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      ManyRows.fill(tables, ROWS);
      tenants(new TenantQueries(tables.reads));
      keys(new ApiKeyQueries(tables.reads));
      webhooks(new WebhookQueries(tables.reads));
    }
  }

  private static void tenants(TenantQueries queries) throws Exception {
    List<Tenant> all =
        walk(page -> queries.list(TenantFilter.ALL, TenantSort.NAME, SortDirection.ASC, page));
    assertThat(all).hasSize(ROWS).doesNotHaveDuplicates();
    for (TenantStatus status : Arrays.asList(null, TenantStatus.SUSPENDED)) {
      for (TenantId parent : Arrays.asList(null, LARGE)) {
        for (String search : SEARCHES) {
          List<Tenant> found =
              all.stream()
                  .filter(tenant -> status == null || status == tenant.status())
                  .filter(tenant -> parent == null || parent.equals(tenant.parent()))
                  .filter(tenant -> contains(search, tenant.id().value(), tenant.name()))
                  .toList();
          TenantFilter filter = new TenantFilter(status, parent, search);
          for (TenantSort sort : TenantSort.values()) {
            Comparator<Tenant> order = order(sort).thenComparing(tenant -> tenant.id().value());
            for (SortDirection direction : SortDirection.values()) {
              assertThat(walk(page -> queries.list(filter, sort, direction, page)))
                  .as("%s by %s %s", filter, sort, direction)
                  .isEqualTo(sorted(found, ways(order, direction)));
            }
          }
        }
      }
    }
  }

  private static Comparator<Tenant> order(TenantSort sort) {
    return switch (sort) {
      case TENANT_ID -> Comparator.comparing(tenant -> tenant.id().value());
      case NAME -> Comparator.comparing(Tenant::name);
      case STATUS -> Comparator.comparing(tenant -> tenant.status().name());
      case CREATED_AT -> Comparator.comparing(Tenant::createdAtMs);
    };
  }

  private static void keys(ApiKeyQueries queries) throws Exception {
    List<ApiKey> all =
        walk(
            page ->
                queries.list(ApiKeyFilter.ALL, ApiKeySort.NAME, SortDirection.ASC, page, NOW_MS));
    assertThat(all).hasSize(ROWS).doesNotHaveDuplicates();
    for (KeyStatus status : Arrays.asList(null, KeyStatus.REVOKED, KeyStatus.EXPIRED)) {
      for (TenantId tenant : Arrays.asList(null, LARGE)) {
        for (String search : SEARCHES) {
          List<ApiKey> found =
              all.stream()
                  .filter(key -> status == null || status == key.status(NOW_MS))
                  .filter(key -> tenant == null || tenant.equals(key.tenant()))
                  .filter(key -> contains(search, key.keyId(), key.name()))
                  .toList();
          ApiKeyFilter filter = new ApiKeyFilter(tenant, status, search);
          for (ApiKeySort sort : ApiKeySort.values()) {
            Comparator<ApiKey> order = order(sort).thenComparing(ApiKey::keyId);
            for (SortDirection direction : SortDirection.values()) {
              assertThat(walk(page -> queries.list(filter, sort, direction, page, NOW_MS)))
                  .as("%s by %s %s", filter, sort, direction)
                  .isEqualTo(sorted(found, ways(order, direction)));
            }
          }
        }
      }
    }
  }

  private static Comparator<ApiKey> order(ApiKeySort sort) {
    return switch (sort) {
      case KEY_ID -> Comparator.comparing(ApiKey::keyId);
      case NAME -> Comparator.comparing(ApiKey::name);
      case TENANT_ID -> Comparator.comparing(key -> key.tenant().value());
      case STATUS -> Comparator.comparing(key -> key.status(NOW_MS).name());
      case CREATED_AT -> Comparator.comparing(ApiKey::createdAtMs);
      case EXPIRES_AT -> Comparator.comparing(ApiKey::expiresAtMs);
    };
  }

  /** Here the ids of equal rows ascend whichever way the list goes. */
  private static void webhooks(WebhookQueries queries) throws Exception {
    WebhookFilter none = new WebhookFilter(null, null, null, null, ScopeFilter.ALL);
    List<WebhookSubscription> all =
        walk(page -> queries.list(none, WebhookSort.URL, SortDirection.ASC, page));
    assertThat(all).hasSize(ROWS).doesNotHaveDuplicates();
    for (WebhookStatus status : Arrays.asList(null, WebhookStatus.PAUSED)) {
      for (WebhookOwner owner : Arrays.asList(null, WebhookOwner.of(LARGE))) {
        for (String search : SEARCHES) {
          List<WebhookSubscription> found =
              all.stream()
                  .filter(webhook -> status == null || status == webhook.status())
                  .filter(webhook -> owner == null || owner.equals(webhook.owner()))
                  .filter(webhook -> contains(search, webhook.id(), webhook.terms().url()))
                  .toList();
          WebhookFilter filter = new WebhookFilter(owner, status, null, search, ScopeFilter.ALL);
          for (WebhookSort sort : WebhookSort.values()) {
            for (SortDirection direction : SortDirection.values()) {
              assertThat(walk(page -> queries.list(filter, sort, direction, page)))
                  .as("%s by %s %s", filter, sort, direction)
                  .isEqualTo(
                      sorted(
                          found,
                          ways(order(sort), direction).thenComparing(WebhookSubscription::id)));
            }
          }
        }
      }
    }
  }

  private static Comparator<WebhookSubscription> order(WebhookSort sort) {
    return switch (sort) {
      case URL -> Comparator.comparing(webhook -> webhook.terms().url());
      case TENANT_ID -> Comparator.comparing(webhook -> webhook.owner().text());
      case STATUS -> Comparator.comparing(webhook -> webhook.status().name());
      case CONSECUTIVE_FAILURES ->
          Comparator.comparing(webhook -> webhook.health().consecutiveFailures());
    };
  }

  private static boolean contains(String search, String... texts) {
    return search == null
        || Stream.of(texts)
            .anyMatch(
                text -> text.toLowerCase(Locale.ROOT).contains(search.toLowerCase(Locale.ROOT)));
  }

  private static <T> Comparator<T> ways(Comparator<T> order, SortDirection direction) {
    return direction == SortDirection.ASC ? order : order.reversed();
  }

  private static <T> List<T> sorted(List<T> rows, Comparator<T> order) {
    return rows.stream().sorted(order).toList();
  }

  private static <T> List<T> walk(Function<PageRequest, CompletionStage<ListReply<T>>> list)
      throws Exception {
    List<T> walked = new ArrayList<>();
    String cursor = null;
    do {
      var page = (ListReply.Page<T>) answer(list.apply(new PageRequest(cursor, PAGE)));
      walked.addAll(page.items());
      assertThat(walked).as("a list that ends").hasSizeLessThanOrEqualTo(ROWS);
      cursor = page.nextCursor();
    } while (cursor != null);
    return walked;
  }
}
