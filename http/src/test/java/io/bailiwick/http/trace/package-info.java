/** Which trace a request belongs to. */
package io.bailiwick.http.trace;
