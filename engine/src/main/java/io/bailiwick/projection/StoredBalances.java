package io.bailiwick.projection;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.bailiwick.amount.Unit;
import io.bailiwick.journal.codec.StoredJson;
import io.bailiwick.scope.Balance;
import io.bailiwick.scope.Figures;
import io.bailiwick.scope.ScopePath;
import java.util.Arrays;
import java.util.List;

/**
 * The balances of an answer in one column of a reservation: a JSON array for each, without names,
 * since there are two such columns in every reservation.
 */
public final class StoredBalances {

  private StoredBalances() {}

  /** As text; null for null. */
  static String write(List<Balance> balances) {
    return balances == null
        ? null
        : StoredJson.write(balances.stream().map(Stored::of).toArray(Stored[]::new));
  }

  /**
   * What {@link #write} was given; null for null.
   *
   * @param unit of all of them
   */
  public static List<Balance> read(String text, Unit unit) {
    return text == null
        ? null
        : Arrays.stream(StoredJson.read(text, Stored[].class))
            .map(stored -> stored.balance(unit))
            .toList();
  }

  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  @JsonPropertyOrder({
    "scope",
    "allocated",
    "spent",
    "reserved",
    "debt",
    "overdraftLimit",
    "overLimit"
  })
  private record Stored(
      String scope,
      long allocated,
      long spent,
      long reserved,
      long debt,
      long overdraftLimit,
      boolean overLimit) {

    static Stored of(Balance balance) {
      Figures figures = balance.figures();
      return new Stored(
          balance.scope().text(),
          figures.allocated(),
          figures.spent(),
          figures.reserved(),
          figures.debt(),
          figures.overdraftLimit(),
          figures.overLimit());
    }

    Balance balance(Unit unit) {
      return new Balance(
          new ScopePath(scope),
          unit,
          new Figures(allocated, spent, reserved, debt, overdraftLimit, overLimit));
    }
  }
}
