/**
 * Calls that go out: where they may lead, decided on the address that is connected to, and how they
 * are signed.
 */
package io.bailiwick.http.outbound;
