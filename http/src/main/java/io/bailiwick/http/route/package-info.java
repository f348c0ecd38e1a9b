/**
 * From a request to an answer: one table of operations, one way through it for all of them, and
 * beside each group of operations what it asks of the engine. Knows interfaces only.
 */
package io.bailiwick.http.route;
