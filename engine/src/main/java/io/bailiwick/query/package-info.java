/**
 * What clients list and look up, from the read tables. The rows are written in the transaction of
 * their events, so nothing here is behind an acknowledged change.
 *
 * <p>Lists are walked by key, not by offset: a cursor holds the sort value and the id of the last
 * row, so a page costs the same wherever it is, and rows that come or go do not shift the others.
 */
package io.bailiwick.query;
