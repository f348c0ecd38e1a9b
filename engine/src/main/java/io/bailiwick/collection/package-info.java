/**
 * Immutable collections that change in small steps, so that state can be a value and still be
 * large.
 */
package io.bailiwick.collection;
