package io.bailiwick.record;

import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.scope.ScopeState;
import java.util.ArrayList;
import java.util.List;

/** A scope's events, one after the other, and what is told of them. */
final class Told implements RecordSink {

  final List<EventRecord> events = new ArrayList<>();
  final List<AuditEntry> audits = new ArrayList<>();
  private ScopeState state;
  private long row;

  Told(ScopePath scope) {
    this.state = ScopeState.empty(scope);
  }

  /** Forgets what was told before, and tells of these. */
  Told of(ScopeEvent... more) {
    events.clear();
    audits.clear();
    for (ScopeEvent event : more) {
      ScopeState before = state;
      state = state.apply(event);
      row++;
      ScopeRecords.add(
          event, before, state, new RecordPlace("acme/scope/" + state.path(), row, 0), this);
    }
    return this;
  }

  ScopeState state() {
    return state;
  }

  List<String> types() {
    return events.stream().map(event -> event.type().text()).toList();
  }

  /** But for the thresholds that were crossed on the way. */
  List<String> typesBesideThresholds() {
    return types().stream()
        .filter(type -> !type.equals(EventType.BUDGET_THRESHOLD_CROSSED.text()))
        .toList();
  }

  List<String> operations() {
    return audits.stream().map(entry -> entry.origin().operation()).toList();
  }

  @Override
  public void event(EventRecord event) {
    events.add(event);
  }

  @Override
  public void audit(AuditEntry entry) {
    audits.add(entry);
  }
}
