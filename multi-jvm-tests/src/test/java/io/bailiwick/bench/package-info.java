/**
 * The benchmark: load on a running server that speaks the protocol, and what it costs. Every run is
 * audited: what clients were answered must be what the ledgers say.
 */
package io.bailiwick.bench;
