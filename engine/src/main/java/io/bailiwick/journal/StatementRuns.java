package io.bailiwick.journal;

import io.bailiwick.projection.SqlStatement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The runs of one statement in one transaction. Of a statement that writes whole rows it keeps only
 * the last run for each row.
 */
final class StatementRuns {

  private final SqlStatement statement;
  private final List<List<Object>> every = new ArrayList<>();
  private final Map<List<Object>, List<Object>> lastOfRow = new LinkedHashMap<>();

  StatementRuns(SqlStatement statement) {
    this.statement = statement;
  }

  SqlStatement statement() {
    return statement;
  }

  int rank() {
    return statement.rank();
  }

  void add(List<Object> arguments) {
    if (statement.keyArguments() == 0) {
      every.add(arguments);
    } else {
      lastOfRow.put(arguments.subList(0, statement.keyArguments()), arguments);
    }
  }

  Collection<List<Object>> toExecute() {
    return statement.keyArguments() == 0 ? every : lastOfRow.values();
  }
}
