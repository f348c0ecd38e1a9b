/** What policies match, and what happens to them. */
package io.bailiwick.policy;
