package io.bailiwick.query;

import io.bailiwick.amount.Unit;
import io.bailiwick.scope.LedgerStatus;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantStatus;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * What a close of a tenant would end, or has still to end, all of one moment.
 *
 * @param isCloseComplete whether nothing of a close is left to do
 * @param ledgers all of them, those that are closed too, by status and unit
 * @param reservations the live ones, by unit
 * @param webhooks that are not disabled
 * @param keys that are not revoked, those that have expired included
 * @param children tenants that name it as their parent, which a close leaves alone
 * @param firstChildren some of these, in the order of their names; {@link #CHILDREN_MAX} at most
 */
public record ClosePreview(
    TenantId tenant,
    TenantStatus status,
    boolean isCloseComplete,
    List<OfLedgers> ledgers,
    List<OfReservations> reservations,
    long webhooks,
    long keys,
    long children,
    List<TenantId> firstChildren) {

  /** Enough to see whose they are; the list of tenants has the rest. */
  public static final int CHILDREN_MAX = 100;

  /** How far a close has come. */
  public enum Stage {
    OPEN,
    CLOSING,
    CLOSED
  }

  /** What a close ends, in its order; the last one is that it is told as complete. */
  public enum Step {
    RESERVATIONS,
    LEDGERS,
    WEBHOOKS,
    API_KEYS,
    COMPLETION
  }

  /**
   * Ledgers of one status and unit. Sums of many ledgers may be larger than an amount can be. A
   * close adds {@code reserved} to what remains, and leaves the other figures as they are.
   */
  public record OfLedgers(
      LedgerStatus status,
      Unit unit,
      long count,
      BigInteger allocated,
      BigInteger spent,
      BigInteger reserved,
      BigInteger debt) {

    public BigInteger remaining() {
      return allocated.subtract(spent).subtract(reserved).subtract(debt);
    }
  }

  /**
   * Live reservations of one unit.
   *
   * @param reserved what they were made for; each holds it on every ledger of its path
   */
  public record OfReservations(Unit unit, long count, BigInteger reserved) {}

  public Stage stage() {
    if (status != TenantStatus.CLOSED) {
      return Stage.OPEN;
    }
    return isCloseComplete ? Stage.CLOSED : Stage.CLOSING;
  }

  /** The steps that have something to end. */
  public List<Step> left() {
    List<Step> left = new ArrayList<>();
    if (!reservations.isEmpty()) {
      left.add(Step.RESERVATIONS);
    }
    if (ledgers.stream().anyMatch(some -> some.status() != LedgerStatus.CLOSED)) {
      left.add(Step.LEDGERS);
    }
    if (webhooks > 0) {
      left.add(Step.WEBHOOKS);
    }
    if (keys > 0) {
      left.add(Step.API_KEYS);
    }
    if (!isCloseComplete) {
      left.add(Step.COMPLETION);
    }
    return List.copyOf(left);
  }
}
