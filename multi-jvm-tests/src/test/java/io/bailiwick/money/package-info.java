/** What reservations, commits, events and funding do to the figures of ledgers. */
package io.bailiwick.money;
