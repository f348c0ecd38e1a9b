package io.bailiwick.journal.codec;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonSubTypes.Type;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bailiwick.protocol.Effect;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.Recent;
import io.bailiwick.scope.ScopeEvent;

/** The stored names of everything that can be in an event or a snapshot. Never changed. */
final class EventNames {

  private EventNames() {}

  static void addTo(ObjectMapper mapper) {
    mapper
        .addMixIn(ScopeEvent.class, OfScope.class)
        .addMixIn(BookEvent.class, OfBook.class)
        .addMixIn(Effect.class, OfEffect.class)
        .addMixIn(Recent.Item.class, OfItem.class);
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @Type(value = ScopeEvent.TenantSet.class, name = "tenant-set"),
    @Type(value = ScopeEvent.CloseCompleted.class, name = "close-completed"),
    @Type(value = ScopeEvent.PolicySet.class, name = "policy-set"),
    @Type(value = ScopeEvent.ThresholdsSet.class, name = "thresholds-set"),
    @Type(value = ScopeEvent.BurnTermsSet.class, name = "burn-terms-set"),
    @Type(value = ScopeEvent.ChildAdded.class, name = "child-added"),
    @Type(value = ScopeEvent.LedgerOpened.class, name = "ledger-opened"),
    @Type(value = ScopeEvent.LedgerChanged.class, name = "ledger-changed"),
    @Type(value = ScopeEvent.Funded.class, name = "funded"),
    @Type(value = ScopeEvent.NodeClosed.class, name = "node-closed"),
    @Type(value = ScopeEvent.Held.class, name = "held"),
    @Type(value = ScopeEvent.Settled.class, name = "settled"),
    @Type(value = ScopeEvent.TakenBack.class, name = "taken-back"),
  })
  interface OfScope {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @Type(value = BookEvent.Started.class, name = "started"),
    @Type(value = BookEvent.Reserved.class, name = "reserved"),
    @Type(value = BookEvent.Judged.class, name = "judged"),
    @Type(value = BookEvent.Committed.class, name = "committed"),
    @Type(value = BookEvent.Released.class, name = "released"),
    @Type(value = BookEvent.Expired.class, name = "expired"),
    @Type(value = BookEvent.Extended.class, name = "extended"),
    @Type(value = BookEvent.Debited.class, name = "debited"),
    @Type(value = BookEvent.Voided.class, name = "voided"),
    @Type(value = BookEvent.Completed.class, name = "completed"),
    @Type(value = BookEvent.Closed.class, name = "closed"),
    @Type(value = BookEvent.WakeSet.class, name = "wake-set"),
  })
  interface OfBook {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @Type(value = Effect.Hold.class, name = "hold"),
    @Type(value = Effect.Settle.class, name = "settle"),
  })
  interface OfEffect {}

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @Type(value = Recent.Ended.class, name = "ended"),
    @Type(value = Recent.Answered.class, name = "answered"),
  })
  interface OfItem {}
}
