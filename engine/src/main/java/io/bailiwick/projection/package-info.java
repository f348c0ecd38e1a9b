/**
 * How events become rows that can be listed and looked up.
 *
 * <p>The rows are written in the transaction of the events they follow from, so a reader sees an
 * acknowledged change at once and there is no projection that could lag or be forgotten. What this
 * folder adds to an event is only SQL: which statement, with which arguments.
 */
package io.bailiwick.projection;
