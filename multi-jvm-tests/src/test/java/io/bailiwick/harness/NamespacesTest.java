package io.bailiwick.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a namespace is cut off from, seen from within. */
class NamespacesTest {
  @BeforeEach
  void isPossible() {
    Optional<String> missing = Namespaces.missing();
    assumeTrue(missing.isEmpty(), () -> missing.orElseThrow());
  }

  @Test
  void anIsolatedNodeReachesTheTestsAndNobodyElse() throws Exception {
    try (Namespaces three = Namespaces.of(3);
        ServerSocket tests = new ServerSocket(0, 50, three.places().getFirst().tests())) {
      String ours = tests.getInetAddress().getHostAddress() + ":" + tests.getLocalPort();
      List<Place> places = three.places();
      // Nobody listens there, and the kernel of the other side says so.
      assertThat(connect(places.get(2), places.get(0).address())).contains("refused");
      three.isolate(2);
      assertThat(connect(places.get(2), places.get(0).address())).doesNotContain("refused", "ok");
      assertThat(connect(places.get(1), places.get(2).address())).doesNotContain("refused", "ok");
      assertThat(connect(places.get(1), places.get(0).address())).contains("refused");
      assertThat(connect(places.get(2), ours)).contains("ok");
      three.heal();
      assertThat(connect(places.get(2), places.get(0).address())).contains("refused");
    }
  }

  @Test
  void nothingIsLeftOfThem() throws IOException {
    List<String> before = namespaces();
    try (Namespaces two = Namespaces.of(2)) {
      assertThat(namespaces()).hasSize(before.size() + 3);
      assertThat(two.places()).hasSize(2);
    }
    assertThat(namespaces()).isEqualTo(before);
  }

  private static List<String> namespaces() throws IOException {
    try (Stream<Path> all = Files.list(Namespaces.ALL)) {
      return all.map(path -> path.getFileName().toString())
          .filter(name -> name.startsWith(Namespaces.OF_THIS_PROCESS))
          .sorted()
          .toList();
    }
  }

  /** What comes of a connection from a node's place. */
  private static String connect(Place from, String to) throws Exception {
    List<String> command = new ArrayList<>(from.command());
    String target = "/dev/tcp/" + to.replace(':', '/');
    command.addAll(List.of("timeout", "2", "bash", "-c", "echo > " + target + " && echo ok"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }
}
