/** What a request can be found by again: its own id, its trace, and the lines of the log. */
package io.bailiwick.http.trace;
