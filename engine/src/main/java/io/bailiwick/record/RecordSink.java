package io.bailiwick.record;

/** Takes what is told of a change, to be written with it. */
public interface RecordSink {

  void event(EventRecord event);

  void audit(AuditEntry entry);
}
