/**
 * What the journal says, kept as simply as can be: which decisions were recorded, what every scope
 * did about them, and a ledger that does sums. Invariants are judged by these, not by the state
 * that the participants keep.
 */
package io.bailiwick.simulation.model;
