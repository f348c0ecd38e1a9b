/** Tests of where calls may lead, and of how they are signed. */
package io.bailiwick.http.outbound;
