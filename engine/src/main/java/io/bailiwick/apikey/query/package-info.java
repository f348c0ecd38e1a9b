/**
 * Keys as rows: made, changed, revoked and looked up, and a memory of those that were found good a
 * moment ago.
 */
package io.bailiwick.apikey.query;
