/**
 * Events and audit entries as clients list, look up and export them, how refusals are written down,
 * and how all of it is forgotten in the end.
 */
package io.bailiwick.record.query;
