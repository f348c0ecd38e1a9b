package io.bailiwick.bulk.query;

import io.bailiwick.bulk.BulkOutcome;
import io.bailiwick.bulk.BulkRow;

/**
 * A row of a claim.
 *
 * @param position among all of them, from 0
 * @param outcome null where it is not known yet
 */
record ClaimedRow(int position, BulkRow row, BulkOutcome outcome) {}
