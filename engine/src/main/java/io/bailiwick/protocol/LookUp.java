package io.bailiwick.protocol;

/**
 * A look into the tables for what may have left memory. They are asked as soon as everything
 * persisted so far is durable, the newest events apart; at once if it is. From one to the next what
 * must be durable never gets less.
 *
 * @param number by which its answer is known: an earlier one that comes late is for nobody
 * @param newerCount how many of the newest events the participant has in memory, so that the tables
 *     need not have them
 */
public record LookUp(long number, long newerCount) {}
