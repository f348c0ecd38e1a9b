/**
 * The stored form of events and answers. Names in it are given here, one by one, and are never
 * those of a Java class: what was written once must be readable for ever.
 */
package io.bailiwick.journal.codec;
