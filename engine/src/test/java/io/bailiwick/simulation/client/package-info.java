/**
 * Who uses the made-up cluster: clients that reserve, commit, release, extend and debit, repeat
 * themselves and lose patience, and operators who fund, freeze, suspend and close.
 */
package io.bailiwick.simulation.client;
