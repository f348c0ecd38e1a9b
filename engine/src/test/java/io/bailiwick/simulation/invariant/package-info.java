/**
 * What must always be true, one class each. They see every event that becomes durable, every
 * message and every answer, and share nothing with the code that they judge but its values.
 */
package io.bailiwick.simulation.invariant;
