/**
 * What was charged, summed up: by whom, where, for what, and ledger by ledger, so that it can be
 * compared with what the ledgers say. Sums of the decision log; what was charged as debt and what
 * operators have set comes from the events.
 */
package io.bailiwick.spend.query;
