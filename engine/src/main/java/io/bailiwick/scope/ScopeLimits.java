package io.bailiwick.scope;

/**
 * Bounds of a scope node, and what all nodes must agree on. From the settings.
 *
 * @param waitMaxMs how long a proposal waits for undecided ones; then the book is told Busy
 * @param waitingMax proposals that wait; the next one is Busy at once
 * @param inquiryAfterMs an undecided proposal is asked after when its book has been silent this
 *     long
 * @param redeliveryMs how often what was not acknowledged is said again
 * @param closeAnswerMs how long the operator who closes a tenant waits for the end of it
 * @param books of a tenant
 * @param isSuspensionHard whether a suspended tenant's commits, releases and extensions are refused
 *     too
 */
public record ScopeLimits(
    long waitMaxMs,
    int waitingMax,
    long inquiryAfterMs,
    long redeliveryMs,
    long closeAnswerMs,
    int books,
    boolean isSuspensionHard) {}
