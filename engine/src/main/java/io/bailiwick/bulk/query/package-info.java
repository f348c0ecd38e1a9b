/**
 * Bulk actions on their way: a claim in the tables says what is to be done and what has been, so
 * that any node can end what another one has begun.
 */
package io.bailiwick.bulk.query;
