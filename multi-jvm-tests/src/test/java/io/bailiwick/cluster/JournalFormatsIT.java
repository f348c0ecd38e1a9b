package io.bailiwick.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bailiwick.harness.ClusterNode;
import io.bailiwick.harness.JournalForms;
import io.bailiwick.harness.ServerCluster;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Nodes of two versions side by side (decision 0064): one already writes the later form of the
 * journal, two still write the earlier one, and tenants move from each kind to the other while
 * clients work. Then all are switched to the later form. It is the third one, in which events are
 * as in the second.
 */
class JournalFormatsIT {
  private static final String FORM = "BAILIWICK_STORE_JOURNAL_FORMAT";

  /** The one that writes the later form from the start. */
  private static final int LATER = 1;

  /** Few, so that snapshots as well as events are read by nodes that write the other form. */
  private static final String WRITES_PER_SNAPSHOT = "20";

  /** Of books that are written to several times a second. */
  private static final Duration SNAPSHOTS_WITHIN = Duration.ofSeconds(60);

  private static Map<String, String> settings(int number) {
    return Map.of(
        FORM,
        number == LATER ? "3" : "1",
        "BAILIWICK_STORE_SNAPSHOT_EVERY",
        WRITES_PER_SNAPSHOT,
        "BAILIWICK_RESERVATION_SWEEP_INTERVAL",
        "200ms");
  }

  @Test
  void nodesReadEitherFormUntilAllWriteTheLaterOne() throws Exception {
    Trial.of(
        "journal-formats",
        "-Dit.test=JournalFormatsIT",
        () -> ServerCluster.of("journal-formats", 3, JournalFormatsIT::settings),
        cluster -> {
          JournalForms forms = JournalForms.of(cluster);
          ClusterLoad load = ClusterLoad.on(cluster, "formats");
          load.awaitProgress();
          // Its tenants can only go to nodes that write the earlier form.
          restart(cluster.node(LATER), load);
          assertThat(forms.successions()).contains("2 then 1");
          // Of each entity only the last two are kept.
          await("snapshots of both forms")
              .atMost(SNAPSHOTS_WITHIN)
              .untilAsserted(() -> assertThat(forms.ofSnapshots()).contains("1", "3"));
          for (ClusterNode node : cluster.nodes()) {
            if (node.number() != LATER) {
              node.configure(FORM, "3");
              restart(node, load);
            }
          }
          assertThat(forms.successions()).contains("1 then 2");
          long switched = forms.latestRow();
          load.awaitProgress();
          load.end();
          assertThat(load.unanswered()).as("never answered").isEmpty();
          load.judge();
          assertThat(forms.successionsSince(switched)).containsExactly("2 then 2");
          System.out.printf(
              "two forms of the journal: %s, none failed, the longest took %d ms; %s%n",
              load, load.longestStall().toMillis(), load.slowest());
        });
  }

  private static void restart(ClusterNode node, ClusterLoad load) {
    assertThat(node.terminate().exitCode()).as("an orderly stop").isZero();
    load.awaitProgress();
    node.start();
    load.awaitProgress();
  }
}
