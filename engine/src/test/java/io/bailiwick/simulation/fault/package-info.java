/**
 * Faults put in on purpose, to see that the invariants notice. They change the machinery around the
 * participants, or stand between a participant and its host; the code that is tested has no
 * switches.
 */
package io.bailiwick.simulation.fault;
