/**
 * The tenant: who owns a tree of scopes, what holds for all of it, and how it ends. Its state lives
 * in the root of the tree, which every request of the tenant passes.
 */
package io.bailiwick.tenant;
