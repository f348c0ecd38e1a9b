package io.bailiwick.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void withoutArgumentsEverythingIsMeasuredOnAServerOfItsOwn() {
    Options options = Options.of();
    assertThat(options.workloads()).containsExactly(Workload.values());
    assertThat(options.isOwnServer()).isTrue();
    assertThat(options.grown()).isEqualTo(1_000_000);
  }

  @Test
  void serverAndItsProcessesAreNamed() {
    Options options =
        Options.of(
            "w6",
            "--url",
            "http://a:1,http://b:2",
            "--admin-key",
            "k",
            "--pids",
            "server=7,store=8");
    assertThat(options.workloads()).containsExactly(Workload.W6);
    assertThat(options.urls()).containsExactly("http://a:1", "http://b:2");
    assertThat(options.adminUrl()).isEqualTo("http://a:1");
    assertThat(options.pids()).isEqualTo(Map.of("server", 7L, "store", 8L));
    assertThat(options.told()).doesNotContainValue("k");
  }

  @Test
  void bareRouteIsOnlyComparedWithAServerThatIsStarted() {
    Options options = Options.of("--url", "http://a:1", "--admin-key", "k");
    assertThat(options.workloads())
        .contains(Workload.W1, Workload.W9)
        .doesNotContain(Workload.LIMIT);
    assertThat(Options.of("limit").workloads()).containsExactly(Workload.LIMIT);
  }

  @Test
  void whatIsNotUnderstoodIsSaid() {
    refuses("there is no workload w10", "w10");
    refuses("there is no option --conns", "--conns", "3");
    refuses("--runs wants a value", "--runs");
    refuses("--runs is at least 1, not 0", "--runs", "0");
    refuses("--secs is a whole number, not 2.5", "--secs", "2.5");
    refuses("--pids is name=pid,name=pid, not 12", "--pids", "12");
    refuses("--store is one of", "--store", "redis");
    refuses("limit is of a server", "limit", "--url", "http://a:1", "--admin-key", "k");
    refuses("--admin-key is of a server that --url names", "--admin-key", "k");
  }

  private static void refuses(String message, String... arguments) {
    assertThatThrownBy(() -> Options.of(arguments))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
