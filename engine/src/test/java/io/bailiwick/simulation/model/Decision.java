package io.bailiwick.simulation.model;

import io.bailiwick.amount.Unit;
import io.bailiwick.protocol.Effect;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.reservation.RequestKey;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.scope.ScopePath;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A decision that a book has recorded, and what the scopes have done about it so far. */
public final class Decision {

  /** What was decided. */
  public enum Kind {
    RESERVE,
    COMMIT,
    RELEASE,
    EXPIRE,
    DEBIT
  }

  /** How often a scope has done what. */
  public static final class Traces {
    int held;
    int settled;
    int takenBack;

    public int held() {
      return held;
    }

    public int settled() {
      return settled;
    }

    public int takenBack() {
      return takenBack;
    }
  }

  private final EntityId.OfBook book;
  private final long operation;
  private final Kind kind;
  private final ReservationId id;
  private final List<ScopePath> scopes;
  private final Unit unit;
  private final long held;
  private final long chargedOfHeld;
  private final Effect.Overage overage;
  private final RequestKey key;
  private final long atStep;
  private final Map<ScopePath, Traces> traces = new HashMap<>();
  private boolean isVoided;
  private boolean isCompleted;

  Decision(
      EntityId.OfBook book,
      long operation,
      Kind kind,
      ReservationId id,
      List<ScopePath> scopes,
      Unit unit,
      long held,
      long chargedOfHeld,
      Effect.Overage overage,
      RequestKey key,
      long atStep) {
    this.book = book;
    this.operation = operation;
    this.kind = kind;
    this.id = id;
    this.scopes = scopes;
    this.unit = unit;
    this.held = held;
    this.chargedOfHeld = chargedOfHeld;
    this.overage = overage;
    this.key = key;
    this.atStep = atStep;
  }

  public Traces traces(ScopePath scope) {
    return traces.computeIfAbsent(scope, path -> new Traces());
  }

  /** Whether every ledger has it. */
  public boolean isEverywhere() {
    return scopes.stream()
        .map(this::traces)
        .allMatch(
            trace -> (kind == Kind.RESERVE ? trace.held - trace.takenBack : trace.settled) == 1);
  }

  void setVoided() {
    isVoided = true;
  }

  void setCompleted() {
    isCompleted = true;
  }

  public EntityId.OfBook book() {
    return book;
  }

  public long operation() {
    return operation;
  }

  public Kind kind() {
    return kind;
  }

  public ReservationId id() {
    return id;
  }

  public List<ScopePath> scopes() {
    return scopes;
  }

  public Unit unit() {
    return unit;
  }

  /** Held for a reservation. */
  public long held() {
    return held;
  }

  /** Charged of what was held. */
  public long chargedOfHeld() {
    return chargedOfHeld;
  }

  /** Charged beyond, or null. */
  public Effect.Overage overage() {
    return overage;
  }

  /** Of the request; null when nobody asked. */
  public RequestKey key() {
    return key;
  }

  public long atStep() {
    return atStep;
  }

  public boolean isVoided() {
    return isVoided;
  }

  public boolean isCompleted() {
    return isCompleted;
  }

  @Override
  public String toString() {
    return "%s %s (%s #%d)".formatted(kind, id, book.text(), operation);
  }
}
