package io.bailiwick.walk;

import io.bailiwick.harness.Balance;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a tenant's ledgers and reservations should be. One unit, one thread. */
final class Model {
  /** A ledger, plain. */
  static final class Account {
    long allocated;
    long reserved;
    long spent;
    long debt;
    long limit;
    boolean over;
    boolean frozen;

    long remaining() {
      return allocated - spent - reserved - debt;
    }

    long available() {
      return Math.max(0, remaining());
    }

    Balance balance() {
      return new Balance(allocated, remaining(), reserved, spent, debt, limit, over);
    }
  }

  /** A reservation, plain. */
  static final class Hold {
    String id;
    long estimate;
    String policy;
    List<Account> accounts;
    long expiresAtMs;
    long graceMs;
    int extensions;
    String status = "ACTIVE";

    boolean isActive() {
      return status.equals("ACTIVE");
    }
  }

  /**
   * What an answer has to say.
   *
   * @param code empty for a success
   * @param charged of a commit or an event
   */
  record Expected(int status, String code, long charged) {
    static Expected success(int status, long charged) {
      return new Expected(status, "", charged);
    }

    static Expected refusal(int status, String code) {
      return new Expected(status, code, 0);
    }

    boolean isSuccess() {
      return code.isEmpty();
    }
  }

  private static final int EXTENSIONS_MAX = 10;

  final Map<String, Account> accounts = new TreeMap<>();
  final List<Hold> holds = new ArrayList<>();

  void open(String scope, long allocated, long limit) {
    Account account = new Account();
    account.allocated = allocated;
    account.limit = limit;
    accounts.put(scope, account);
  }

  /** From the tenant down, without those that have no ledger. */
  List<Account> path(String scope) {
    List<Account> path = new ArrayList<>();
    for (int end = scope.indexOf('/'); end >= 0; end = scope.indexOf('/', end + 1)) {
      path.add(accounts.get(scope.substring(0, end)));
    }
    path.add(accounts.get(scope));
    path.removeIf(account -> account == null);
    return path;
  }

  /** Why nothing can be held there, or success. */
  Expected judge(String scope, long estimate) {
    for (Account account : path(scope)) {
      if (account.frozen) {
        return Expected.refusal(409, "BUDGET_FROZEN");
      }
      if (account.over) {
        return Expected.refusal(409, "OVERDRAFT_LIMIT_EXCEEDED");
      }
      if (account.debt > 0 && account.limit == 0) {
        return Expected.refusal(409, "DEBT_OUTSTANDING");
      }
      if (account.remaining() < estimate) {
        return Expected.refusal(409, "BUDGET_EXCEEDED");
      }
    }
    return Expected.success(200, 0);
  }

  Hold hold(String scope, long estimate, String policy, long graceMs) {
    Hold hold = new Hold();
    hold.estimate = estimate;
    hold.policy = policy;
    hold.accounts = path(scope);
    hold.graceMs = graceMs;
    hold.accounts.forEach(account -> account.reserved += estimate);
    holds.add(hold);
    return hold;
  }

  Expected event(String scope, long actual, String policy) {
    List<Account> path = path(scope);
    for (Account account : path) {
      if (account.frozen) {
        return Expected.refusal(409, "BUDGET_FROZEN");
      }
      if (policy.equals("REJECT") && account.remaining() < actual) {
        return Expected.refusal(409, "BUDGET_EXCEEDED");
      }
    }
    long charged = spend(path, actual, policy);
    return charged < 0
        ? Expected.refusal(409, "OVERDRAFT_LIMIT_EXCEEDED")
        : Expected.success(201, charged);
  }

  /** What is charged beyond any hold; -1, and nothing happens, where it would be owed too much. */
  private static long spend(List<Account> path, long wanted, String policy) {
    boolean owing = policy.equals("ALLOW_WITH_OVERDRAFT");
    long cap = wanted;
    for (Account account : path) {
      if (!(owing && account.limit > 0)) {
        cap = Math.min(cap, account.available());
      }
    }
    for (Account account : path) {
      long deficit = cap - account.available();
      if (owing && account.limit > 0 && deficit > 0 && account.debt + deficit > account.limit) {
        return -1;
      }
    }
    for (Account account : path) {
      boolean poor = account.remaining() < wanted && !(owing && account.limit > 0);
      long deficit = Math.max(0, cap - account.available());
      account.spent += cap - deficit;
      account.debt += deficit;
      account.over |= cap < wanted && poor;
    }
    return cap;
  }

  Expected commit(Hold hold, long actual, long nowMs) {
    Expected late = late(hold, hold.expiresAtMs + hold.graceMs, nowMs);
    if (late != null) {
      return late;
    }
    if (actual > hold.estimate && hold.policy.equals("REJECT")) {
      return Expected.refusal(409, "BUDGET_EXCEEDED");
    }
    long beyond = Math.max(0, actual - hold.estimate);
    long covered = beyond == 0 ? 0 : spend(hold.accounts, beyond, hold.policy);
    if (covered < 0) {
      return Expected.refusal(409, "OVERDRAFT_LIMIT_EXCEEDED");
    }
    long fromHold = Math.min(actual, hold.estimate);
    hold.accounts.forEach(account -> account.reserved -= hold.estimate);
    hold.accounts.forEach(account -> account.spent += fromHold);
    hold.status = "COMMITTED";
    return Expected.success(200, fromHold + covered);
  }

  Expected release(Hold hold, long nowMs) {
    Expected late = late(hold, hold.expiresAtMs + hold.graceMs, nowMs);
    if (late == null) {
      letGo(hold, "RELEASED");
    }
    return late == null ? Expected.success(200, 0) : late;
  }

  Expected extend(Hold hold, long byMs, long nowMs) {
    Expected late = late(hold, hold.expiresAtMs, nowMs);
    if (late != null) {
      return late;
    }
    if (hold.extensions >= EXTENSIONS_MAX) {
      return Expected.refusal(409, "MAX_EXTENSIONS_EXCEEDED");
    }
    hold.extensions++;
    hold.expiresAtMs += byMs;
    return Expected.success(200, 0);
  }

  private static Expected late(Hold hold, long endMs, long nowMs) {
    if (hold.status.equals("EXPIRED")) {
      return Expected.refusal(410, "RESERVATION_EXPIRED");
    }
    if (!hold.isActive()) {
      return Expected.refusal(409, "RESERVATION_FINALIZED");
    }
    return nowMs > endMs ? Expected.refusal(410, "RESERVATION_EXPIRED") : null;
  }

  private static void letGo(Hold hold, String status) {
    hold.accounts.forEach(account -> account.reserved -= hold.estimate);
    hold.status = status;
  }

  /** What has become of everything by now; whether anything has expired. */
  boolean expire(long nowMs) {
    boolean any = false;
    for (Hold hold : holds) {
      if (hold.isActive() && nowMs > hold.expiresAtMs + hold.graceMs) {
        letGo(hold, "EXPIRED");
        any = true;
      }
    }
    return any;
  }

  Expected fund(String scope, String operation, long amount, long spent) {
    Account account = accounts.get(scope);
    if (account.frozen) {
      return Expected.refusal(409, "BUDGET_FROZEN");
    }
    if (operation.equals("DEBIT") && account.remaining() < amount) {
      return Expected.refusal(409, "BUDGET_EXCEEDED");
    }
    switch (operation) {
      case "CREDIT" -> account.allocated += amount;
      case "DEBIT" -> account.allocated -= amount;
      case "RESET" -> account.allocated = amount;
      case "RESET_SPENT" -> {
        account.allocated = amount;
        account.spent = spent;
      }
      case "REPAY_DEBT" -> {
        long paid = Math.min(amount, account.debt);
        account.debt -= paid;
        account.allocated += amount - paid;
      }
      default -> throw new IllegalArgumentException(operation);
    }
    account.over = account.debt > account.limit;
    return Expected.success(200, 0);
  }

  Expected limit(String scope, long limit) {
    Account account = accounts.get(scope);
    account.limit = limit;
    account.over = account.debt > limit;
    return Expected.success(200, 0);
  }

  Expected freeze(String scope, boolean frozen) {
    Account account = accounts.get(scope);
    if (account.frozen == frozen) {
      return Expected.refusal(409, "INVALID_REQUEST");
    }
    account.frozen = frozen;
    return Expected.success(200, 0);
  }
}
