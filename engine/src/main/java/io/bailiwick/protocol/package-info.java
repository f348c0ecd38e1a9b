/**
 * How books and scope nodes talk: who is addressed, what is said, and what a participant may want
 * done. Every mutation is three steps: a proposal goes down the path in hierarchy order, the book
 * records its decision, and every scope of the path applies it. All of it is values, so the same
 * participants run under actors and in a simulation.
 */
package io.bailiwick.protocol;
