/** The server as a process: its parts in start order, the listener last. */
package io.bailiwick.http;
