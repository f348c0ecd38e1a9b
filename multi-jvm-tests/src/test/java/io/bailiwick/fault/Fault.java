package io.bailiwick.fault;

import io.bailiwick.harness.Clock;
import io.bailiwick.harness.ClusterNode;
import io.bailiwick.harness.PostgresServer;
import io.bailiwick.harness.ServerCluster;
import io.bailiwick.harness.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Something that goes wrong with a cluster for a while, as a value, so that a seed can choose it
 * and a log can name it. It is over when the cluster has been healed.
 */
public sealed interface Fault {
  /** Makes it happen; returns at once, or when what it does is done. */
  void on(ServerCluster cluster);

  /** kill -9 of these nodes, at the same time. */
  record Kill(List<Integer> nodes) implements Fault {
    @Override
    public void on(ServerCluster cluster) {
      nodes.forEach(number -> cluster.node(number).kill());
    }
  }

  /** SIGSTOP: a node that is there and does nothing, as with a long pause of its machine. */
  record Pause(int node) implements Fault {
    @Override
    public void on(ServerCluster cluster) {
      cluster.node(node).process().pause();
    }
  }

  /** Neither side hears the other. */
  record Part(List<Integer> side) implements Fault {
    @Override
    public void on(ServerCluster cluster) {
      cluster.links().part(side, othersThan(side, cluster));
    }
  }

  /** The node hears the others, and they do not hear it. */
  record Mute(int node) implements Fault {
    @Override
    public void on(ServerCluster cluster) {
      cluster.links().silence(List.of(node), othersThan(List.of(node), cluster));
    }
  }

  /** The database answers the node late. */
  record SlowDatabase(int node, Duration by) implements Fault {
    @Override
    public void on(ServerCluster cluster) {
      cluster.node(node).database().down().slow(by);
    }
  }

  /** Nothing passes between the node and the database. */
  record CutDatabase(int node) implements Fault {
    @Override
    public void on(ServerCluster cluster) {
      cluster.node(node).database().up().cut();
      cluster.node(node).database().down().cut();
      cluster.node(node).breakDatabase();
    }
  }

  /** The database commits, and the connection breaks before the node is told. */
  record LoseCommits(int node, int times) implements Fault {
    /** What PostgreSQL says when it has committed. */
    private static final String COMMITTED = "COMMIT\0";

    @Override
    public void on(ServerCluster cluster) {
      Wire down = cluster.node(node).database().down();
      down.breakAt(COMMITTED, times);
    }
  }

  /** The database crashes and comes back from its log. */
  record CrashDatabase() implements Fault {
    @Override
    public void on(ServerCluster cluster) {
      PostgresServer.crash();
    }
  }

  /** An orderly stop; the healing starts it again. */
  record Stop(int node) implements Fault {
    @Override
    public void on(ServerCluster cluster) {
      cluster.node(node).terminate();
    }
  }

  /**
   * The clock of the node jumps; the healing has it jump back.
   *
   * @param by forwards, or backwards if negative
   */
  record Skew(int node, Duration by) implements Fault {
    @Override
    public void on(ServerCluster cluster) {
      cluster.node(node).skew(by);
    }
  }

  /** Connected and cut off in turns. */
  record Flap(int node, int times, Duration each) implements Fault {
    @Override
    public void on(ServerCluster cluster) {
      List<Integer> others = othersThan(List.of(node), cluster);
      for (int i = 0; i < times; i++) {
        cluster.links().part(List.of(node), others);
        Clock.awaitPast(Clock.nowMs() + each.toMillis());
        cluster.links().healAll();
        Clock.awaitPast(Clock.nowMs() + each.toMillis());
      }
    }
  }

  private static List<Integer> othersThan(List<Integer> side, ServerCluster cluster) {
    List<Integer> others = new ArrayList<>();
    for (ClusterNode node : cluster.nodes()) {
      if (!side.contains(node.number())) {
        others.add(node.number());
      }
    }
    return others;
  }
}
