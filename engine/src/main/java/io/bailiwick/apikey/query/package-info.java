/**
 * Keys as rows: made, changed, revoked and looked up, a memory of those that were found good a
 * moment ago, and how, and how often, they are used.
 */
package io.bailiwick.apikey.query;
