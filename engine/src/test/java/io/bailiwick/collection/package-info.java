/** Immutable collections against the mutable ones of the JDK. */
package io.bailiwick.collection;
