/** What policies do to requests, and expiry policies to reservations that nobody settles. */
package io.bailiwick.policy;
