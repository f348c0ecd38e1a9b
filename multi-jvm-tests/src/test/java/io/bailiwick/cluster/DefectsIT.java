package io.bailiwick.cluster;

import io.bailiwick.defect.Defect;
import io.bailiwick.harness.Clock;
import io.bailiwick.harness.ClusterNode;
import io.bailiwick.harness.ServerCluster;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Servers with one thing wrong, which one node and a few seconds are enough to notice. */
class DefectsIT {
  private static final Duration WITHIN = Duration.ofSeconds(120);

  private static final int LOAD_MS = 3_000;

  /** Longer than answers take, shorter than the store's patience. */
  private static final int CUT_MS = 1_500;

  @Test
  void aKeyThatIsForgottenIsNoticed() {
    DefectTrial.noticed(
        Defect.KEYS_FORGOTTEN,
        1,
        "answers to a repetition|OneKeyOneEffect",
        WITHIN,
        DefectsIT::workAndJudge);
  }

  @Test
  void anAnswerBeforeItIsDurableIsNoticed() {
    DefectTrial.noticed(
        Defect.EARLY_ANSWERS,
        1,
        // Scopes acknowledge early too: what they lose then is missing on their ledgers.
        "AcknowledgedIsThere|OneKeyOneEffect|MoneyIsAccountedFor|HoldsAddUp"
            + "|answers to a repetition",
        WITHIN,
        cluster -> {
          ClusterLoad load = ClusterLoad.on(cluster, "early");
          load.awaitProgress();
          ClusterNode node = cluster.node(0);
          node.database().up().cut();
          node.database().down().cut();
          Clock.awaitPast(Clock.nowMs() + CUT_MS);
          node.kill();
          // What was held back must not arrive after all.
          node.breakDatabase();
          node.database().up().heal();
          node.database().down().heal();
          node.start();
          load.awaitProgress();
          load.end();
          load.judge();
        });
  }

  static void workAndJudge(ServerCluster cluster) {
    ClusterLoad load = ClusterLoad.on(cluster, "defect");
    load.awaitProgress();
    Clock.awaitPast(Clock.nowMs() + LOAD_MS);
    load.end();
    load.judge();
  }
}
