/** One action on everything that a filter selects, and the overview, from outside. */
package io.bailiwick.bulk;
