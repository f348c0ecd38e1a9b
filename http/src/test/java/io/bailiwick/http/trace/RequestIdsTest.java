package io.bailiwick.http.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestIdsTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String OTHER = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";

  @Test
  void aTraceparentComesFirst() {
    assertThat(RequestIds.of(PARENT, OTHER).traceId()).isEqualTo(TRACE);
    assertThat(RequestIds.of(null, OTHER).traceId()).isEqualTo(OTHER);
  }

  @Test
  void theFlagsOfATraceGoOnWithIt() {
    RequestIds unsampled = RequestIds.of(PARENT.replaceAll("01$", "00"), null).under("mine");
    assertThat(unsampled.traceFlags()).isEqualTo("00");
    assertThat(RequestIds.traceparent(unsampled.traceId(), unsampled.traceFlags()))
        .matches("00-" + TRACE + "-[0-9a-f]{16}-00");
    assertThat(RequestIds.of(null, OTHER).traceFlags()).isEqualTo("01");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "00",
        "01-" + TRACE + "-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-" + TRACE + "-0000000000000000-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-" + TRACE + "-00f067aa0ba902b7-0x",
        "00-" + TRACE + "-00f067aa0ba902b7",
        "00-" + TRACE + "-00f067aa0ba902b7-01-more",
        "00_" + TRACE + "_00f067aa0ba902b7_01"
      })
  void aMalformedTraceparentIsNone(String traceparent) {
    assertThat(RequestIds.of(traceparent, OTHER).traceId()).isEqualTo(OTHER);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "00000000000000000000000000000000",
        "0AF7651916CD43DD8448EB211C80319C",
        "0af7651916cd43dd8448eb211c80319",
        "0af7651916cd43dd8448eb211c80319cc"
      })
  void withoutAValidOneATraceIsMade(String traceId) {
    String made = RequestIds.of(null, traceId).traceId();
    assertThat(made).matches("[0-9a-f]{32}").isNotEqualTo(traceId);
    assertThat(RequestIds.of(null, traceId).traceId()).isNotEqualTo(made);
  }

  @ParameterizedTest
  @CsvSource({"my-request_1.2:3, true", "a b, false", "'', false", "a/b, false", "é, false"})
  void anIdOfTheClientIsTakenIfItIsOne(String wanted, boolean isTaken) {
    RequestIds own = RequestIds.of(null, OTHER);
    assertThat(own.under(wanted).requestId().equals(wanted)).isEqualTo(isTaken);
    assertThat(own.under(wanted).traceId()).isEqualTo(OTHER);
    assertThat(own.under(null)).isEqualTo(own);
    assertThat(own.under("x".repeat(128)).requestId()).hasSize(128);
    assertThat(own.under("x".repeat(129))).isEqualTo(own);
  }

  @Test
  void requestIdsAreUuids() {
    UUID id = UUID.fromString(RequestIds.of(null, null).requestId());
    assertThat(id.version()).isEqualTo(4);
    assertThat(id.variant()).isEqualTo(2);
  }
}
