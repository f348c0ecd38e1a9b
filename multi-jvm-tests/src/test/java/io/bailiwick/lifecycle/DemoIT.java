package io.bailiwick.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.harness.Json;
import io.bailiwick.harness.ServerProcess;
import io.bailiwick.harness.ServerSetup;
import io.bailiwick.harness.StoreKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The lines that {@code start --demo} prints work when they are pasted. */
class DemoIT {
  private static final String MARK = "::: ";

  @Test
  void theFiveLinesWorkWhenPasted() throws IOException, InterruptedException {
    ServerSetup setup =
        ServerSetup.on(StoreKind.EMBEDDED, "demo").asPeopleStartIt().withArgument("--demo");
    try (ServerProcess server = ServerProcess.start(setup)) {
      List<JsonNode> answers = run(pasted(server.log()));
      assertThat(answers).hasSize(5);
      assertThat(answers.get(0).path("decision").asText()).isEqualTo("ALLOW");
      assertThat(answers.get(1).path("status").asText()).isEqualTo("COMMITTED");
      assertThat(answers.get(1).path("charged").path("amount").asLong()).isEqualTo(3_100);
      assertThat(answers.get(1).path("released").path("amount").asLong()).isEqualTo(900);
      List<Long> remaining = new ArrayList<>();
      answers
          .get(2)
          .path("balances")
          .forEach(balance -> remaining.add(balance.path("remaining").path("amount").asLong()));
      assertThat(remaining).containsExactly(996_900L, 196_900L, 46_900L);
      assertThat(answers.get(3).path("error").asText()).isEqualTo("BUDGET_EXCEEDED");
      assertThat(answers.get(4).path("reservations")).hasSize(1);
    }
  }

  /** The script that somebody's shell sees: the lines as they are, each answer marked. */
  private static String pasted(String log) {
    StringBuilder script = new StringBuilder("set -u\n");
    boolean within = false;
    int quotes = 0;
    for (String line : log.lines().toList()) {
      String text = line.strip();
      boolean starts = text.startsWith("curl ") || text.matches("[A-Z]+=\\S.*");
      if (starts && !within) {
        script.append(text.startsWith("curl ") ? "printf '\\n" + MARK + "'\n" : "");
        within = true;
        quotes = 0;
      }
      if (within) {
        script.append(line).append('\n');
        quotes += (int) line.chars().filter(character -> character == '\'').count();
        within = quotes % 2 != 0 || line.endsWith("\\");
      }
    }
    return script.toString();
  }

  private static List<JsonNode> run(String script) throws IOException, InterruptedException {
    Process shell = new ProcessBuilder("bash", "-c", script).redirectErrorStream(true).start();
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(output).isZero();
    return output
        .lines()
        .filter(line -> line.startsWith(MARK))
        .map(line -> Json.parse(line.substring(MARK.length())))
        .toList();
  }
}
