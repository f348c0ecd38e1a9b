package io.bailiwick.query;

/**
 * Which way a list is sorted. Rows that are equal in it are always in ascending order of their id.
 */
public enum SortDirection {
  ASC,
  DESC
}
