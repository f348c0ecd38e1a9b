/**
 * The rules of the house, checked on the sources of all modules. They live in the first module, so
 * that a build fails in its first seconds and not in its last.
 */
package io.bailiwick.house;
