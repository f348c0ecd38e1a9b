/**
 * The actors: each participant is hosted by one sharded actor that feeds it messages and carries
 * out what it asks for. Nothing is decided here. The rules are pure and know nothing of this
 * folder; it keeps one promise for all of them: what must wait for the disk leaves when it is
 * durable, and in order.
 */
package io.bailiwick.entity;
