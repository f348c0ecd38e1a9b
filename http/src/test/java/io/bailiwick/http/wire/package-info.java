/** Bodies at their limits and one beyond. */
package io.bailiwick.http.wire;
