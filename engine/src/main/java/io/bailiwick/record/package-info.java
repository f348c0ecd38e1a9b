/**
 * What is told of what happened: the canonical events and the audit log of the protocol, and the
 * log of decisions for agents. What is told of a change follows from the change alone ({@link
 * io.bailiwick.record.ScopeRecords}, {@link io.bailiwick.record.BookRecords}, {@link
 * io.bailiwick.record.BookDecisions}), so that nothing is told that did not happen and nothing that
 * happened is left out.
 */
package io.bailiwick.record;
