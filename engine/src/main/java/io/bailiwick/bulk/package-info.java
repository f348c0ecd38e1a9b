/**
 * One action on everything that a filter selects: what may begin, what becomes of each row, and
 * what is told of the whole. It acts through the commands of single tenants, ledgers and webhooks.
 */
package io.bailiwick.bulk;
