package io.bailiwick.scope;

import io.bailiwick.amount.Unit;

/** The figures of one ledger at one moment. */
public record Balance(ScopePath scope, Unit unit, Figures figures) {}
