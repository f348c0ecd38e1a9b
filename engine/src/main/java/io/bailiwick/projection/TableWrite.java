package io.bailiwick.projection;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * One run of a statement.
 *
 * @param arguments in the order of the statement's question marks: String, Long, Integer, Boolean,
 *     byte[] or null
 */
public record TableWrite(SqlStatement statement, List<Object> arguments) {

  public TableWrite {
    arguments = Collections.unmodifiableList(Arrays.asList(arguments.toArray()));
  }

  /** A run of {@code statement} with these arguments. */
  public static TableWrite of(SqlStatement statement, Object... arguments) {
    return new TableWrite(statement, Arrays.asList(arguments));
  }
}
