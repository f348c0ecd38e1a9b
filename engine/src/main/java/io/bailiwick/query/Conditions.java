package io.bailiwick.query;

import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.projection.SearchText;
import io.bailiwick.scope.ScopeLevel;
import io.bailiwick.scope.ScopePath;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * The WHERE of a query in the making. What comes from a client is always an argument, never text of
 * the statement. Texts of {@code LIKE} have their wildcards escaped.
 */
public final class Conditions {

  private static final String LIKE = " LIKE ? ESCAPE '!'";

  /** The character after the slash, in the order of bytes that both stores compare text in. */
  private static final char AFTER_SLASH = '/' + 1;

  private final StringBuilder sql = new StringBuilder("1 = 1");
  private final List<Object> arguments = new ArrayList<>();

  /**
   * {@code condition}, with an argument for each of its question marks. No row has a text that
   * {@link Columns#canHold} excludes, and PostgreSQL would refuse to look for it.
   */
  public Conditions and(String condition, Object... values) {
    boolean canMatch =
        Arrays.stream(values).allMatch(value -> !(value instanceof String s) || Columns.canHold(s));
    sql.append(" AND ").append(canMatch ? condition : "1 = 0");
    if (canMatch) {
      arguments.addAll(Arrays.asList(values));
    }
    return this;
  }

  /** All of the others as well. */
  public Conditions and(Conditions others) {
    sql.append(" AND ").append(others.sql);
    arguments.addAll(others.arguments);
    return this;
  }

  /** {@code comparison} with {@code value}, if there is one. */
  public Conditions andIfGiven(String comparison, Object value) {
    return value == null ? this : and(comparison, value);
  }

  /** {@code expression} is one of the values, if there are any. */
  public Conditions andAny(String expression, List<String> values) {
    return values.isEmpty()
        ? this
        : and(expression + " IN (" + marks(values) + ")", values.toArray());
  }

  private static String marks(List<String> values) {
    return String.join(", ", values.stream().map(value -> "?").toList());
  }

  /** {@code expression} is absent or none of the values. */
  public Conditions andNone(String expression, List<String> values) {
    return values.isEmpty()
        ? this
        : and(
            "(" + expression + " IS NULL OR " + expression + " NOT IN (" + marks(values) + "))",
            values.toArray());
  }

  /**
   * One of the columns contains {@code search}, whatever the case of A to Z, if it is given. A
   * {@code LIKE} would take several times as long on PostgreSQL.
   *
   * @param search not empty
   * @param lowerCase columns that have no capitals
   * @param anyCase other columns
   */
  public Conditions andSearch(String search, List<String> lowerCase, List<String> anyCase) {
    if (search == null) {
      return this;
    }
    List<String> texts = new ArrayList<>(lowerCase);
    anyCase.forEach(column -> texts.add("lower(" + column + ")"));
    List<String> any = texts.stream().map("instr(%s, ?) > 0"::formatted).toList();
    return and(
        '(' + String.join(" OR ", any) + ')',
        Collections.nCopies(any.size(), SearchText.lower(search)).toArray());
  }

  /** The scope in {@code column} has each of these segments. */
  public Conditions andSegments(String column, Map<ScopeLevel, String> names) {
    names.forEach(
        (level, name) ->
            and(slashed(column) + LIKE, "%/" + literal(level.text() + ':' + name) + "/%"));
    return this;
  }

  /**
   * The scope in {@code column} is {@code prefix} or below it, if it is given. All such scopes lie
   * in one range, which an index can serve, with a few others that the last comparison leaves out.
   */
  public Conditions andWithin(String column, ScopePath prefix) {
    if (prefix == null) {
      return this;
    }
    return and(column + " >= ?", prefix.text())
        .and(column + " < ?", prefix.text() + AFTER_SLASH)
        .and(slashed(column) + LIKE, '/' + literal(prefix.text()) + "/%");
  }

  /**
   * The text in {@code column} begins with {@code beginning}, which ends with a character of ASCII:
   * one range, which an index can serve.
   */
  public Conditions andBeginning(String column, String beginning) {
    int last = beginning.length() - 1;
    String after = beginning.substring(0, last) + (char) (beginning.charAt(last) + 1);
    return and(column + " >= ?", beginning).and(column + " < ?", after);
  }

  /** The scope in {@code column} passes the filter of a key. */
  public Conditions andReachedBy(String column, ScopeFilter filter) {
    if (filter.entries().isEmpty()) {
      return this;
    }
    List<String> any = new ArrayList<>();
    List<Object> texts = new ArrayList<>();
    for (String entry : filter.entries()) {
      any.add(slashed(column) + LIKE);
      boolean anyName = entry.endsWith("*");
      String segment = anyName ? entry.substring(0, entry.length() - 1) : entry + '/';
      texts.add("%/" + literal(segment) + '%');
    }
    return and('(' + String.join(" OR ", any) + ')', texts.toArray());
  }

  public String sql() {
    return sql.toString();
  }

  /** Binds the arguments, from the first question mark on; returns the number of the next one. */
  public int bind(PreparedStatement statement) throws SQLException {
    int next = 1;
    for (Object argument : arguments) {
      statement.setObject(next++, argument);
    }
    return next;
  }

  private static String slashed(String column) {
    return "('/' || " + column + " || '/')";
  }

  private static String literal(String text) {
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
  }
}
