/**
 * Who a request comes from and what it may do: keys of tenants, the operator's key, permissions and
 * scope filters, and the secrets that the first start makes.
 */
package io.bailiwick.http.auth;
