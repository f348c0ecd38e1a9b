package io.bailiwick.reservation;

import io.bailiwick.tenant.TenantId;
import io.bailiwick.text.Spelling;
import java.util.Optional;

/**
 * Names a reservation or an event, and says whose it is and which book has it: {@code
 * tenant.book.incarnation.operation}, the last two in base 36. Opaque to clients, at most 128
 * characters.
 */
public record ReservationId(String text) {

  private static final Spelling BOOK = Spelling.of(1, 4, "0-9");
  private static final Spelling NUMBER = Spelling.of(1, 12, "0-9", "a-z");

  public static ReservationId of(TenantId tenant, int book, long incarnation, long operation) {
    return new ReservationId(
        beginningOfAll(tenant)
            + book
            + '.'
            + Long.toString(incarnation, Character.MAX_RADIX)
            + '.'
            + Long.toString(operation, Character.MAX_RADIX));
  }

  /** What the ids of a tenant begin with, and no others. */
  public static String beginningOfAll(TenantId tenant) {
    return tenant.value() + '.';
  }

  /** The id that {@code text} is, if it can be one of ours; nothing else was ever given out. */
  public static Optional<ReservationId> parse(String text) {
    // Where a dot is missing the part before it ends before it begins, and fits nothing.
    int book = text.indexOf('.') + 1;
    int incarnation = text.indexOf('.', book) + 1;
    int operation = text.indexOf('.', incarnation) + 1;
    boolean ours =
        TenantId.isValid(text, 0, book - 1)
            && BOOK.fits(text, book, incarnation - 1)
            && NUMBER.fits(text, incarnation, operation - 1)
            && NUMBER.fits(text, operation, text.length());
    return ours ? Optional.of(new ReservationId(text)) : Optional.empty();
  }

  public TenantId tenant() {
    return new TenantId(text.substring(0, text.indexOf('.')));
  }

  /** The number of the book, 0 or more. */
  public int book() {
    int from = text.indexOf('.') + 1;
    return Integer.parseInt(text.substring(from, text.indexOf('.', from)));
  }

  @Override
  public String toString() {
    return text;
  }
}
