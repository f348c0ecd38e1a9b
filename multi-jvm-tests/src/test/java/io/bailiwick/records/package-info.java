/** What is told of what happened: events, the audit log, and their export. */
package io.bailiwick.records;
