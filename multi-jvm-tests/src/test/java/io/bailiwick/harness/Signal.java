package io.bailiwick.harness;

import java.io.IOException;

/** What a process can be sent. */
enum Signal {
  KILL,
  STOP,
  CONT;

  void send(long pid) {
    try {
      new ProcessBuilder("kill", "-" + name(), Long.toString(pid)).inheritIO().start().waitFor();
    } catch (IOException e) {
      throw new IllegalStateException("no signal " + this, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
