package io.bailiwick.http.metric;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetersTest {

  private final Meters meters = new Meters();

  @Test
  void addsUpSizesOfTheSameTags() {
    meters.size(3, "batch.events", "kind", "book");
    meters.size(5, "batch.events", "kind", "book");
    meters.size(9, "batch.events", "kind", "scope");

    assertThat(meters.text())
        .contains("batch_events_sum{kind=\"book\"} 8.0")
        .contains("batch_events_sum{kind=\"scope\"} 9.0");
  }

  @Test
  void tellsTagsApartThatReadTheSameInARow() {
    meters.count("answers", "a", "1|d|2", "d", "3");
    meters.count(2, "answers", "a", "1", "d", "2|d|3");
    meters.count(4, "answers", "a", "1", "d", "2|d|3");

    assertThat(meters.text())
        .contains("answers_total{a=\"1|d|2\",d=\"3\"} 1.0")
        .contains("answers_total{a=\"1\",d=\"2|d|3\"} 6.0");
  }

  @Test
  void measuresTimesOfTheSameTagsTogether() {
    meters.time(1_500_000_000L, "requests", "operation", "decide");
    meters.time(500_000_000L, "requests", "operation", "decide");

    assertThat(meters.text()).contains("requests_seconds_sum{operation=\"decide\"} 2.0");
  }
}
