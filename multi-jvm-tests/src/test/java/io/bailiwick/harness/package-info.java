/** Starts, kills, pauses and talks to real server processes. */
package io.bailiwick.harness;
