/**
 * A scope of the tree and the money in it: its path, its ledgers, and the node that serializes all
 * that touches them. It knows amounts and knows no clients; promises are the reservation book's.
 */
package io.bailiwick.scope;
