/**
 * Policies: what a tenant lays down for parts of its tree, and which of them holds where. They live
 * in the root of the tree, which every request of the tenant passes.
 */
package io.bailiwick.policy;
