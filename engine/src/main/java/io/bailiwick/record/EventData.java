package io.bailiwick.record;

import java.util.Map;

/**
 * What an event says beyond its envelope: one shape for each of the protocol's payloads
 * (governance, EventData…). Nulls are absent on the wire.
 */
public sealed interface EventData permits BudgetData, ReservationData, LifecycleData, CascadeData {

  /** Under the wire names, see {@link Present}. */
  Map<String, Object> members();
}
