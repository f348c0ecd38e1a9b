package io.bailiwick.timeline.query;

import io.bailiwick.record.query.AuditView;
import io.bailiwick.record.query.DecisionView;
import io.bailiwick.record.query.EventView;
import io.bailiwick.webhook.Delivery;
import java.util.List;

/**
 * What was recorded under one id.
 *
 * @param items in the order of time
 * @param isComplete whether all of it is there; else there is more than is shown, or the decision
 *     log could not be looked through to its end in time
 */
public record Timeline(List<Item> items, boolean isComplete) {

  /** One of them. */
  public sealed interface Item {
    long atMs();

    /**
     * Of several at one time, the lower ones come first: what is decided, and then what is told.
     */
    int rank();

    /** Tells apart what has the same time and rank. */
    String id();
  }

  /** A decision. */
  public record OfDecision(DecisionView decision) implements Item {
    @Override
    public long atMs() {
      return decision.atMs();
    }

    @Override
    public int rank() {
      return 0;
    }

    @Override
    public String id() {
      // As many digits for each, so that they are in the order of the numbers.
      return "%019d".formatted(decision.number());
    }
  }

  /** An event. */
  public record OfEvent(EventView event) implements Item {
    @Override
    public long atMs() {
      return event.atMs();
    }

    @Override
    public int rank() {
      return 1;
    }

    @Override
    public String id() {
      return event.eventId();
    }
  }

  /** An audit entry. */
  public record OfAudit(AuditView entry) implements Item {
    @Override
    public long atMs() {
      return entry.atMs();
    }

    @Override
    public int rank() {
      return 2;
    }

    @Override
    public String id() {
      return entry.logId();
    }
  }

  /** A delivery of one of the events, when it was queued. */
  public record OfDelivery(Delivery delivery) implements Item {
    @Override
    public long atMs() {
      return delivery.attemptedAtMs();
    }

    @Override
    public int rank() {
      return 3;
    }

    @Override
    public String id() {
      return delivery.id();
    }
  }
}
