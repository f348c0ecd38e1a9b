/**
 * How everything that goes wrong becomes an answer: one list of codes, one switch from the engine's
 * refusals to them, one place for throwables, one body.
 */
package io.bailiwick.http.error;
