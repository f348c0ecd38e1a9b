package io.bailiwick.record.query;

import io.bailiwick.amount.Unit;
import io.bailiwick.scope.ScopePath;
import java.util.ArrayList;
import java.util.List;

/**
 * An entry of the decision log as it is stored, for readers; see {@link
 * io.bailiwick.record.DecisionEntry}. Whatever is absent is null.
 *
 * @param number in the order of time
 * @param ledgers a bit for each scope of the path, 0 for the tenant's
 */
public record DecisionView(
    long number,
    long atMs,
    String tenant,
    String operation,
    String decision,
    boolean isDryRun,
    long occurrences,
    String reason,
    ScopePath scope,
    int ledgers,
    Unit unit,
    Long estimated,
    Long actual,
    Long charged,
    String reservationId,
    String actionKind,
    String actionName,
    String actorType,
    String keyId,
    String sourceIp,
    String idempotencyKey,
    String requestId,
    String traceId) {

  /** Its number as an id. */
  public String id() {
    return Long.toString(number);
  }

  /** What was charged beyond what was held, of a commit that charged more; else null. */
  public Long overage() {
    return charged == null || estimated == null || charged <= estimated
        ? null
        : Long.valueOf(charged - estimated);
  }

  /** The scopes whose ledgers it is about, from the tenant's down. */
  public List<ScopePath> affected() {
    return affected(scope, ledgers);
  }

  /** The scopes of a path that a number says, see {@link io.bailiwick.record.DecisionEntry}. */
  public static List<ScopePath> affected(ScopePath scope, int ledgers) {
    List<ScopePath> chain = scope.chain();
    List<ScopePath> affected = new ArrayList<>();
    for (int i = 0; i < chain.size(); i++) {
      if ((ledgers >> i & 1) == 1) {
        affected.add(chain.get(i));
      }
    }
    return List.copyOf(affected);
  }
}
