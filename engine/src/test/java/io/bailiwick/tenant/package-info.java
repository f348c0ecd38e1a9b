/** What an operator can do to a tenant. */
package io.bailiwick.tenant;
