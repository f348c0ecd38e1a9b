/**
 * A made-up cluster in one thread: nodes, a network that loses and repeats, a journal with a fence,
 * tables, clocks that are wrong. It hosts the real participants as the actors do, and everything in
 * it that happens by chance follows from one seed.
 */
package io.bailiwick.simulation.world;
