package io.bailiwick.http.wire;

import io.bailiwick.amount.Unit;
import io.bailiwick.query.ClosePreview;
import io.bailiwick.tenant.TenantId;
import java.io.IOException;
import java.math.BigInteger;

/** What operators see before, during and after a close. */
public final class ClosePreviewBody {
  private static final int BITS_MAX = 63;

  private ClosePreviewBody() {}

  public static byte[] of(ClosePreview preview) {
    return JsonText.object(
        json ->
            json.text("tenant_id", preview.tenant().value())
                .constant("status", preview.status())
                .constant("stage", preview.stage())
                .texts("left", preview.left().stream().map(Enum::name).toList())
                .objects("ledgers", preview.ledgers(), ClosePreviewBody::ledgers)
                .objects("reservations", preview.reservations(), ClosePreviewBody::reservations)
                .integer("webhooks", preview.webhooks())
                .integer("api_keys", preview.keys())
                .object(
                    "children",
                    children ->
                        children
                            .integer("count", preview.children())
                            .texts(
                                "tenant_ids",
                                preview.firstChildren().stream().map(TenantId::value).toList())));
  }

  private static void ledgers(JsonText json, ClosePreview.OfLedgers some) throws IOException {
    json.constant("status", some.status())
        .constant("unit", some.unit())
        .integer("count", some.count());
    sum(json, "allocated", some.unit(), some.allocated());
    sum(json, "remaining", some.unit(), some.remaining());
    sum(json, "spent", some.unit(), some.spent());
    sum(json, "reserved", some.unit(), some.reserved());
    sum(json, "debt", some.unit(), some.debt());
  }

  private static void reservations(JsonText json, ClosePreview.OfReservations some)
      throws IOException {
    json.constant("unit", some.unit()).integer("count", some.count());
    sum(json, "reserved", some.unit(), some.reserved());
  }

  /** Left out where it is more than an amount can say. */
  private static void sum(JsonText json, String name, Unit unit, BigInteger sum)
      throws IOException {
    if (sum.bitLength() <= BITS_MAX) {
      json.amount(name, unit, sum.longValueExact());
    }
  }
}
