/**
 * Who may do what: keys, permissions, scope filters, the operator's key, the state of the tenant.
 */
package io.bailiwick.access;
