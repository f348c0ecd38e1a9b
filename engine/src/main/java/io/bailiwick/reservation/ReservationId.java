package io.bailiwick.reservation;

import io.bailiwick.tenant.TenantId;
import java.util.Optional;

/**
 * Names a reservation or an event, and says whose it is and which book has it: {@code
 * tenant.book.incarnation.operation}, the last two in base 36. Opaque to clients, at most 128
 * characters.
 */
public record ReservationId(String text) {

  public static ReservationId of(TenantId tenant, int book, long incarnation, long operation) {
    return new ReservationId(
        tenant.value()
            + '.'
            + book
            + '.'
            + Long.toString(incarnation, Character.MAX_RADIX)
            + '.'
            + Long.toString(operation, Character.MAX_RADIX));
  }

  /** The id that {@code text} is, if it can be one of ours; nothing else was ever given out. */
  public static Optional<ReservationId> parse(String text) {
    String[] parts = text.split("\\.", -1);
    boolean ours =
        parts.length == 4
            && TenantId.isValid(parts[0])
            && parts[1].matches("[0-9]{1,4}")
            && parts[2].matches("[0-9a-z]{1,12}")
            && parts[3].matches("[0-9a-z]{1,12}");
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
