/** What operators set up: tenants and budgets. */
package io.bailiwick.admin;
