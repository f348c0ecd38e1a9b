/**
 * The contract with the client: a reservation's life, its clock and the answer that a repeated
 * request gets, and the three steps (propose, record, apply) by which the ledgers of a path follow.
 * A book knows promises and no money; the ledgers are the scope nodes'.
 */
package io.bailiwick.reservation;
