package io.bailiwick.query;

import io.bailiwick.scope.BudgetReply;

/**
 * What a funding under a key was answered.
 *
 * @param payloadHash what the key stands for
 */
public record KeptFunding(String payloadHash, BudgetReply.Funded answer) {}
