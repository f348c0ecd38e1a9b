package io.bailiwick.reservation;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.tenant.TenantId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReservationIdTest {

  @Test
  void isReadAsItWasMade() {
    ReservationId id = ReservationId.of(new TenantId("acme"), 12, 37, Long.MAX_VALUE / 64);

    assertThat(ReservationId.parse(id.text())).contains(id);
    assertThat(id.tenant()).isEqualTo(new TenantId("acme"));
    assertThat(id.book()).isEqualTo(12);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "...",
        "acme",
        "acme.1",
        "acme.1.2",
        "acme.1.2.",
        "acme.1..3",
        "acme..2.3",
        ".1.2.3",
        "acme.1.2.3.",
        "acme.1.2.3.4",
        "ac.1.2.3",
        "Acme.1.2.3",
        "acme.12345.2.3",
        "acme.a.2.3",
        "acme.1.A.3",
        "acme.1.2.A",
        "acme.1.2.3 ",
        "acme.1.2.0123456789abc"
      })
  void refusesWhatWasNeverGivenOut(String text) {
    assertThat(ReservationId.parse(text)).isEmpty();
  }
}
