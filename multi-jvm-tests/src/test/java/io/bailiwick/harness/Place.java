package io.bailiwick.harness;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;

/** Where a node of a cluster is: how the others find it, and where it finds the tests. */
interface Place extends AutoCloseable {
  /** By which the others know the node, as {@code host:port}. */
  String address();

  /** What a server has to be told of its place, as environment variables. */
  Map<String, String> settings();

  /** By which a node that is there reaches what the tests listen for. */
  InetAddress tests();

  /** What is put before a command that is to run there; empty if every command does. */
  List<String> command();

  /** Makes a way to the node; before that, nobody listens. */
  void open();

  @Override
  void close();
}
