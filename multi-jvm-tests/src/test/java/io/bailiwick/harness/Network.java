package io.bailiwick.harness;

import java.util.List;

/** What is between the nodes of a cluster, and between each of them and the database. */
interface Network {
  /** Where nodes can be, by their number. */
  List<Place> places();

  /**
   * The wires between nodes.
   *
   * @throws UnsupportedOperationException where there are none that a test can take in its hands
   */
  Links links();

  /** Takes away what joins one node to all others. Clients and the database still reach it. */
  void isolate(int node);

  /** As good as new. */
  void heal();
}
