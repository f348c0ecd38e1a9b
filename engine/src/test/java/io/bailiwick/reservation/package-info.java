/** What books and scopes do together, without faults; the simulation adds those. */
package io.bailiwick.reservation;
