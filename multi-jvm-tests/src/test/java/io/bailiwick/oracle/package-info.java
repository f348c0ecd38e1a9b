/**
 * The invariants, each a class that compares what clients were told with what a server shows and
 * says what is wrong. None knows how the server works.
 */
package io.bailiwick.oracle;
