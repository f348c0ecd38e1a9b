package io.bailiwick.simulation.client;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.amount.Unit;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.scope.BudgetCommand;
import io.bailiwick.scope.LedgerTerms;
import io.bailiwick.scope.ScopeLevel;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.simulation.world.Chance;
import io.bailiwick.tenant.ExpiryPolicy;
import io.bailiwick.tenant.TenantCommand;
import io.bailiwick.tenant.TenantId;
import io.bailiwick.tenant.TenantSettings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** One tenant: its scopes, the ledgers that it will have, and what its clients know of. */
final class Tree {

  private static final long TIGHT = 250;

  /** Older reservations have mostly ended. */
  private static final int LATEST = 4;

  /** What a client knows of a reservation that it has made. */
  record Known(ReservationId id, Amount amount) {}

  private final TenantId tenant;
  private final Chance chance;
  private final List<Unit> units;
  private final List<ScopePath> leaves = new ArrayList<>();
  private final List<BudgetCommand.Open> ledgers = new ArrayList<>();
  private final List<BudgetCommand.Open> lateLedgers = new ArrayList<>();
  private final List<Known> reservations = new ArrayList<>();
  private final List<Asked> asked = new ArrayList<>();
  private final long scale;
  private int nextKey;
  private int nextLedger;
  private int nextPolicy;

  Tree(TenantId tenant, Chance chance) {
    this.tenant = tenant;
    this.chance = chance;
    this.units = chance.permille(600) ? List.of(Unit.TOKENS) : List.of(Unit.TOKENS, Unit.CREDITS);
    // At times so much that sums only just fit in a long.
    this.scale = chance.permille(20) ? Long.MAX_VALUE / (4 * TIGHT) : 1;
    long count = chance.between(1, 5);
    for (int i = 0; i < count; i++) {
      leaves.add(leaf());
    }
    ledgers();
  }

  private ScopePath leaf() {
    Map<ScopeLevel, String> names = new EnumMap<>(ScopeLevel.class);
    for (ScopeLevel level : ScopeLevel.values()) {
      if (level != ScopeLevel.TENANT && chance.permille(450)) {
        names.put(level, "n" + chance.below(2));
      }
    }
    return ScopePath.of(tenant, names);
  }

  private void ledgers() {
    TreeSet<ScopePath> scopes = new TreeSet<>();
    leaves.forEach(leaf -> scopes.addAll(leaf.chain()));
    for (ScopePath scope : scopes) {
      for (Unit unit : units) {
        if (chance.permille(600)) {
          (chance.permille(850) ? ledgers : lateLedgers).add(open(scope, unit));
        }
      }
    }
    if (ledgers.isEmpty()) {
      ledgers.add(open(leaves.getFirst(), units.getFirst()));
    }
  }

  private BudgetCommand.Open open(ScopePath scope, Unit unit) {
    LedgerTerms terms =
        new LedgerTerms(
            chance.permille(300) ? chance.of(OveragePolicy.values()) : null,
            "NONE",
            null,
            null,
            null);
    return new BudgetCommand.Open(
        scope,
        unit,
        "ledger-" + nextLedger++,
        chance.between(0, TIGHT) * scale,
        chance.permille(400) ? chance.between(1, 100) : 0,
        terms);
  }

  TenantCommand.Create create() {
    TenantSettings settings =
        new TenantSettings(
            chance.permille(300) ? chance.of(OveragePolicy.values()) : null,
            chance.permille(500) ? Long.valueOf(chance.between(500, 6_000)) : null,
            chance.permille(300) ? Long.valueOf(chance.between(1_000, 8_000)) : null,
            chance.permille(300) ? Integer.valueOf(chance.below(3)) : null);
    ExpiryPolicy expiry =
        tenant.value().endsWith("1") ? ExpiryPolicy.GRACE_ONLY : ExpiryPolicy.AUTO_RELEASE;
    return new TenantCommand.Create(tenant, tenant.value(), null, settings, expiry, null);
  }

  /** The number of the next policy. */
  int newPolicy() {
    return nextPolicy++;
  }

  /** How many policies have been asked for. */
  int policies() {
    return nextPolicy;
  }

  String newKey() {
    return "k" + nextKey++;
  }

  /** A key that was used already, in whatever namespace, or a new one. */
  String key() {
    return nextKey > 0 && chance.permille(40) ? "k" + chance.below(nextKey) : newKey();
  }

  ScopePath scope() {
    ScopePath leaf = chance.of(leaves);
    return chance.permille(700) ? leaf : chance.of(leaf.chain());
  }

  Amount amount() {
    Unit unit = chance.permille(30) ? Unit.RISK_POINTS : chance.of(units);
    long value = chance.permille(30) ? 0 : chance.between(1, chance.of(20L, 60L, 120L));
    return new Amount(unit, value * scale);
  }

  /** What was really used of {@code held}: mostly less, at times more. */
  Amount actual(Amount held) {
    long value =
        switch (chance.below(5)) {
          case 0 -> held.value();
          case 1, 2 -> held.value() / 2;
          case 3 -> held.value() + chance.between(1, 40) * (scale == 1 ? 1 : scale / 4);
          default -> chance.between(0, 20);
        };
    Unit unit = chance.permille(20) ? Unit.RISK_POINTS : held.unit();
    return new Amount(unit, value);
  }

  BudgetCommand.Open ledger() {
    return chance.of(ledgers);
  }

  void made(Known reservation) {
    reservations.add(reservation);
  }

  Known reservation() {
    if (reservations.isEmpty() || chance.permille(15)) {
      return new Known(
          ReservationId.of(tenant, 0, 1_000 + chance.below(10), 7),
          new Amount(units.getFirst(), 3));
    }
    int from = Math.max(0, reservations.size() - LATEST);
    return reservations.get(from + chance.below(reservations.size() - from));
  }

  boolean hasReservations() {
    return !reservations.isEmpty();
  }

  TenantId tenant() {
    return tenant;
  }

  List<BudgetCommand.Open> ledgersAtFirst() {
    return ledgers;
  }

  List<BudgetCommand.Open> lateLedgers() {
    return lateLedgers;
  }

  long scale() {
    return scale;
  }

  /** Everything that was asked of this tenant. */
  List<Asked> asked() {
    return asked;
  }
}
