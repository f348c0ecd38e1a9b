package io.bailiwick.scope;

import io.bailiwick.amount.OveragePolicy;

/**
 * What is agreed about a ledger and does not move with its figures. Nulls stand for "not given".
 *
 * @param overagePolicy of commits and events on paths through it that name none
 * @param rolloverPolicy NONE, CARRY_FORWARD or CAP_AT_ALLOCATED; kept for readers
 * @param metadata canonical JSON, never shown on the wire
 */
public record LedgerTerms(
    OveragePolicy overagePolicy,
    String rolloverPolicy,
    Long periodStartMs,
    Long periodEndMs,
    String metadata) {}
