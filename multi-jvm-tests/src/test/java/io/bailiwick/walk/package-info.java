/**
 * A long random walk of one client, and a naive model that says beforehand what every answer and
 * every balance has to be. The model knows the protocol's text and nothing of the engine.
 */
package io.bailiwick.walk;
