package io.bailiwick.reservation;

import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.policy.Caps;
import io.bailiwick.policy.PolicyTerms;
import io.bailiwick.scope.FundingOperation;
import io.bailiwick.tenant.ExpiryPolicy;
import io.bailiwick.tenant.TenantSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a tenant's ledgers, reservations and policies should be: written down once more, plainly,
 * one thing after the other. An answer is the code of a refusal, or {@link #OK}.
 */
final class PlainModel {

  static final String OK = "";

  private static final long SERVER_DEFAULT_TTL_MS = 60_000;
  private static final long TENANT_MAX_TTL_MS = 3_600_000;
  private static final int EXTENSIONS_MAX = 10;

  /** One ledger. */
  static final class Account {
    long allocated;
    long reserved;
    long spent;
    long debt;
    long limit;
    boolean over;
    String status = "ACTIVE";
    OveragePolicy policy;

    long remaining() {
      return allocated - spent - reserved - debt;
    }

    private long available() {
      return Math.max(0, remaining());
    }

    @Override
    public String toString() {
      return "%d/%d/%d/%d/%d/%s/%s"
          .formatted(allocated, spent, reserved, debt, limit, over, status);
    }
  }

  /** One reservation. */
  static final class Hold {
    ReservationId id;
    String scope;
    long amount;
    OveragePolicy policy;
    List<Account> accounts;
    long expiresAtMs;
    long graceMs;
    int extensions;
    int extensionsMax;
    String status = "ACTIVE";

    @Override
    public String toString() {
      return status + " until " + expiresAtMs + " after " + extensions;
    }
  }

  /** What a reserve comes to. */
  record Granted(String code, Hold hold, Caps caps) {}

  final Map<String, Account> accounts = new TreeMap<>();
  final Map<ReservationId, Hold> holds = new LinkedHashMap<>();
  final PlainPolicies policies = new PlainPolicies();
  private final ExpiryPolicy expiry;
  TenantSettings settings;
  String status = "ACTIVE";

  PlainModel(TenantSettings settings, ExpiryPolicy expiry) {
    this.settings = settings;
    this.expiry = expiry;
  }

  /** The scope and all above it, the tenant first. */
  static List<String> chain(String scope) {
    List<String> chain = new ArrayList<>();
    for (int end = scope.indexOf('/'); end >= 0; end = scope.indexOf('/', end + 1)) {
      chain.add(scope.substring(0, end));
    }
    chain.add(scope);
    return chain;
  }

  private List<Account> path(String scope) {
    return chain(scope).stream().map(accounts::get).filter(one -> one != null).toList();
  }

  private String guard() {
    return switch (status) {
      case "CLOSED" -> "TENANT_CLOSED";
      case "SUSPENDED" -> "TENANT_SUSPENDED";
      default -> OK;
    };
  }

  /** Whether it could be reserved; counted as reserved if it would be. */
  private String judge(String scope, long amount, boolean isCounted, long nowMs) {
    if (!guard().equals(OK)) {
      return guard();
    }
    if (policies.isTooMuch(chain(scope), nowMs)) {
      return "LIMIT_EXCEEDED";
    }
    if (isCounted) {
      policies.countReservation(chain(scope), nowMs);
    }
    for (Account account : path(scope)) {
      if (account.status.equals("FROZEN")) {
        return "BUDGET_FROZEN";
      }
      if (account.over) {
        return "OVERDRAFT_LIMIT_EXCEEDED";
      }
      if (account.debt > 0 && account.limit == 0) {
        return "DEBT_OUTSTANDING";
      }
      if (account.remaining() < amount) {
        return "BUDGET_EXCEEDED";
      }
    }
    return OK;
  }

  String decide(String scope, long amount, long nowMs) {
    return judge(scope, amount, false, nowMs);
  }

  /**
   * @param ttlMs or null
   * @param policy or null
   */
  Granted reserve(
      String scope, long amount, Long ttlMs, long graceMs, OveragePolicy policy, long nowMs) {
    String code = judge(scope, amount, true, nowMs);
    if (!code.equals(OK)) {
      return new Granted(code, null, null);
    }
    PolicyTerms terms = policies.governing(scope, nowMs);
    Hold hold = new Hold();
    hold.scope = scope;
    hold.amount = amount;
    hold.policy = overage(policy, terms, scope);
    hold.accounts = path(scope);
    hold.expiresAtMs = nowMs + ttlMs(ttlMs, terms);
    hold.graceMs = graceMs;
    hold.extensionsMax =
        first(
            terms.ttl() == null ? null : terms.ttl().maxExtensions(),
            settings.maxExtensions(),
            EXTENSIONS_MAX);
    hold.accounts.forEach(account -> account.reserved += amount);
    return new Granted(OK, hold, terms.caps());
  }

  private OveragePolicy overage(OveragePolicy asked, PolicyTerms terms, String scope) {
    OveragePolicy found = asked != null ? asked : terms.overagePolicy();
    if (found == null) {
      for (Account account : path(scope)) {
        found = account.policy == null ? found : account.policy;
      }
    }
    return first(found, settings.overagePolicy(), OveragePolicy.ALLOW_IF_AVAILABLE);
  }

  private long ttlMs(Long asked, PolicyTerms terms) {
    Long ofPolicy = terms.ttl() == null ? null : terms.ttl().defaultTtlMs();
    Long mostOfPolicy = terms.ttl() == null ? null : terms.ttl().maxTtlMs();
    long wanted =
        asked != null ? asked : first(ofPolicy, settings.defaultTtlMs(), SERVER_DEFAULT_TTL_MS);
    return Math.min(wanted, first(mostOfPolicy, settings.maxTtlMs(), TENANT_MAX_TTL_MS));
  }

  private static <T> T first(T one, T another, T last) {
    return one != null ? one : another != null ? another : last;
  }

  /** What an event comes to, and what it charges. */
  Charged event(String scope, long amount, OveragePolicy asked, long nowMs) {
    if (!guard().equals(OK)) {
      return new Charged(guard(), 0);
    }
    if (policies.isTooMuch(chain(scope), nowMs)) {
      return new Charged("LIMIT_EXCEEDED", 0);
    }
    policies.countReservation(chain(scope), nowMs);
    policies.countCommit(chain(scope), nowMs);
    OveragePolicy policy = overage(asked, policies.governing(scope, nowMs), scope);
    if (asked == null && path(scope).stream().anyMatch(one -> one.status.equals("FROZEN"))) {
      return new Charged("BUDGET_FROZEN", 0);
    }
    for (Account account : path(scope)) {
      if (account.status.equals("FROZEN")) {
        return new Charged("BUDGET_FROZEN", 0);
      }
      if (policy == OveragePolicy.REJECT && account.remaining() < amount) {
        return new Charged("BUDGET_EXCEEDED", 0);
      }
    }
    long charged = spend(path(scope), amount, policy);
    return charged < 0 ? new Charged("OVERDRAFT_LIMIT_EXCEEDED", 0) : new Charged(OK, charged);
  }

  /** A code, and what was charged. */
  record Charged(String code, long amount) {}

  /** What is charged beyond any hold; -1, and nothing happens, where it would be owed too much. */
  private static long spend(List<Account> path, long wanted, OveragePolicy policy) {
    boolean isOwing = policy == OveragePolicy.ALLOW_WITH_OVERDRAFT;
    long cap = wanted;
    for (Account account : path) {
      if (!isOwing || account.limit == 0) {
        cap = Math.min(cap, account.available());
      }
    }
    for (Account account : path) {
      long missing = cap - account.available();
      if (isOwing && account.limit > 0 && missing > 0 && account.debt + missing > account.limit) {
        return -1;
      }
    }
    for (Account account : path) {
      boolean isPoor = account.remaining() < wanted && (!isOwing || account.limit == 0);
      long missing = Math.max(0, cap - account.available());
      account.spent += cap - missing;
      account.debt += missing;
      account.over |= cap < wanted && isPoor;
    }
    return cap;
  }

  Charged commit(Hold hold, long actual, long nowMs) {
    String late = late(hold, hold.expiresAtMs + hold.graceMs, nowMs);
    if (!late.equals(OK)) {
      return new Charged(late, 0);
    }
    if (actual > hold.amount && hold.policy == OveragePolicy.REJECT) {
      return new Charged("BUDGET_EXCEEDED", 0);
    }
    policies.countCommit(chain(hold.scope), nowMs);
    long beyond = Math.max(0, actual - hold.amount);
    long covered = beyond == 0 ? 0 : spend(hold.accounts, beyond, hold.policy);
    if (covered < 0) {
      return new Charged("OVERDRAFT_LIMIT_EXCEEDED", 0);
    }
    long ofHold = Math.min(actual, hold.amount);
    hold.accounts.forEach(account -> account.reserved -= hold.amount);
    hold.accounts.forEach(account -> account.spent += ofHold);
    hold.status = "COMMITTED";
    return new Charged(OK, ofHold + covered);
  }

  String release(Hold hold, long nowMs) {
    long endMs =
        switch (expiry) {
          case AUTO_RELEASE -> hold.expiresAtMs + hold.graceMs;
          case GRACE_ONLY -> hold.expiresAtMs;
          case MANUAL_CLEANUP -> Long.MAX_VALUE;
        };
    String late = late(hold, endMs, nowMs);
    if (late.equals(OK)) {
      policies.asked();
      letGo(hold, "RELEASED");
    }
    return late;
  }

  String extend(Hold hold, long byMs, long nowMs) {
    String late = late(hold, hold.expiresAtMs, nowMs);
    if (!late.equals(OK)) {
      return late;
    }
    if (hold.extensions >= hold.extensionsMax) {
      return "MAX_EXTENSIONS_EXCEEDED";
    }
    policies.asked();
    hold.extensions++;
    hold.expiresAtMs += byMs;
    return OK;
  }

  private static String late(Hold hold, long endMs, long nowMs) {
    return switch (hold.status) {
      case "EXPIRED" -> "RESERVATION_EXPIRED";
      case "ACTIVE" -> nowMs > endMs ? "RESERVATION_EXPIRED" : OK;
      default -> "RESERVATION_FINALIZED";
    };
  }

  private static void letGo(Hold hold, String status) {
    hold.accounts.forEach(account -> account.reserved -= hold.amount);
    hold.status = status;
  }

  /** What has become of everything by now; how much has expired. */
  int expire(long nowMs) {
    int expired = 0;
    for (Hold hold : holds.values()) {
      boolean isOver = hold.status.equals("ACTIVE") && nowMs > hold.expiresAtMs + hold.graceMs;
      if (isOver && expiry != ExpiryPolicy.MANUAL_CLEANUP) {
        letGo(hold, "EXPIRED");
        expired++;
      }
    }
    return expired;
  }

  String fund(String scope, FundingOperation operation, Long amount, Long spent) {
    Account account = accounts.get(scope);
    if (account.status.equals("FROZEN")) {
      return "BUDGET_FROZEN";
    }
    switch (operation) {
      case CREDIT -> account.allocated += amount;
      case DEBIT -> {
        if (account.remaining() < amount) {
          return "BUDGET_EXCEEDED";
        }
        account.allocated -= amount;
      }
      case RESET -> account.allocated = amount;
      case RESET_SPENT -> {
        account.allocated = amount == null ? account.allocated : amount;
        account.spent = spent == null ? 0 : spent;
      }
      case REPAY_DEBT -> {
        long paid = Math.min(amount, account.debt);
        account.debt -= paid;
        account.allocated += amount - paid;
      }
    }
    account.over = account.debt > account.limit;
    return OK;
  }

  String freeze(String scope, String wanted) {
    Account account = accounts.get(scope);
    boolean isSame = account.status.equals(wanted);
    account.status = wanted;
    return isSame ? "STATUS_UNCHANGED" : OK;
  }

  /** Changes what is not null. */
  String patch(String scope, Long limit, OveragePolicy policy) {
    Account account = accounts.get(scope);
    account.policy = policy == null ? account.policy : policy;
    if (limit != null) {
      account.limit = limit;
      account.over = account.debt > limit;
    }
    return OK;
  }

  void close() {
    status = "CLOSED";
    holds.values().stream()
        .filter(hold -> hold.status.equals("ACTIVE"))
        .forEach(hold -> letGo(hold, "RELEASED"));
    accounts.values().forEach(account -> account.status = "CLOSED");
  }
}
