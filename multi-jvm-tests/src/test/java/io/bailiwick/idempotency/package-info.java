/** One key, one effect, one answer. */
package io.bailiwick.idempotency;
