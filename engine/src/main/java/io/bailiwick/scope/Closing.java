package io.bailiwick.scope;

import io.bailiwick.amount.Unit;
import io.bailiwick.record.Origin;
import io.bailiwick.tenant.TenantStatus;
import java.util.ArrayList;
import java.util.List;

/**
 * What a scope remembers of the close of its tenant, to tell of it in the end.
 *
 * @param origin of the close; only at the root, and null where none is known
 * @param from status of the tenant before; only at the root, else null
 * @param changedFields of the tenant besides its status, under their wire names; only at the root
 * @param drained what the close has released of this scope's ledgers, until they are closed
 */
public record Closing(
    Origin origin, TenantStatus from, List<String> changedFields, List<Drained> drained) {

  /**
   * What the close has released of one ledger.
   *
   * @param atMs of the last release
   */
  public record Drained(Unit unit, long amount, long atMs) {}

  /** A scope below the root, of which the close has released something. */
  static final Closing BELOW = new Closing(null, null, List.of(), List.of());

  /** What was released of the ledger in {@code unit}, or null. */
  public Drained drained(Unit unit) {
    for (Drained one : drained) {
      if (one.unit() == unit) {
        return one;
      }
    }
    return null;
  }

  Closing drain(Unit unit, long amount, long atMs) {
    Drained before = drained(unit);
    List<Drained> all = new ArrayList<>(drained);
    all.remove(before);
    all.add(new Drained(unit, (before == null ? 0 : before.amount()) + amount, atMs));
    return new Closing(origin, from, changedFields, List.copyOf(all));
  }

  /** After the ledgers of the scope are closed. */
  Closing drainedAll() {
    return new Closing(origin, from, changedFields, List.of());
  }
}
