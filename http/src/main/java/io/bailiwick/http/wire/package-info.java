/**
 * JSON in and out: the only place that knows the wire's names. Requests become commands of the
 * engine, replies become bodies. What is malformed or out of bounds is refused here, with what was
 * wrong, the value and the bound.
 */
package io.bailiwick.http.wire;
