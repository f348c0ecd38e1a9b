package io.bailiwick.http.wire;

import io.bailiwick.bulk.Bulk;

/**
 * A bulk action as it was asked for.
 *
 * @param expected how many rows the caller counts on, or null
 * @param filter as the list takes it; null where it names a tenant that can be none, so that
 *     nothing matches
 */
public record BulkRequest<F>(Bulk bulk, Long expected, F filter) {}
