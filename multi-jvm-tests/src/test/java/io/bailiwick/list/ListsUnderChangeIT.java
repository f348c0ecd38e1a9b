package io.bailiwick.list;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.bailiwick.contract.DocumentedOperation;
import io.bailiwick.harness.Operator;
import io.bailiwick.harness.Query;
import io.bailiwick.harness.Reply;
import io.bailiwick.harness.Seed;
import io.bailiwick.harness.ServerProcess;
import io.bailiwick.harness.ServerSetup;
import io.bailiwick.harness.StoreKind;
import io.bailiwick.harness.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every list with each of its filters and sorts, page by page, while rows come and go: none is
 * shown twice, and none is missing that was there all the time. {@code -Dbailiwick.lists.rows} says
 * how many of each kind there are; from 10,000 on a page has to come within 50 ms, 99 times of 100.
 */
class ListsUnderChangeIT {
  private static final int ROWS = Integer.getInteger("bailiwick.lists.rows", 200);
  private static final int MANY = 10_000;
  private static final double PAGE_WITHIN_MS = 50;
  private static final Duration WITHIN = Duration.ofMinutes(30);

  /** Of many rows: whole walks would take hours, and only the time of a page is asked for. */
  private static final int PAGES_MAX = 60;

  private final long seed = Seed.of("bailiwick.lists.seed");
  private final Random dice = Seed.dice(seed, -1);
  private final Map<String, List<Long>> microsByList = new LinkedHashMap<>();

  /** One list, walked in one way. */
  private record Walk(Listed list, String filter, String sort, String direction) {
    String target() {
      String target = list.path() + "?" + list.always() + filter;
      return sort.isEmpty() ? target : target + "&sort_by=" + sort + "&sort_dir=" + direction;
    }
  }

  @ParameterizedTest
  @EnumSource
  void pagesAreWholeWhileRowsComeAndGo(StoreKind store) {
    try (ServerProcess server =
        ServerProcess.start(ServerSetup.on(store, "lists").asPeopleStartIt())) {
      Operator operator = server.operator();
      Population population = Population.of(operator, ROWS);
      List<Walk> walks = walks(population);
      Map<Walk, List<String>> before = new LinkedHashMap<>();
      for (Walk walk : walks) {
        before.put(walk, walk(operator, walk, true));
      }
      Set<String> neverEmpty = new TreeSet<>();
      before.forEach(
          (walk, ids) -> {
            if (!ids.isEmpty()) {
              neverEmpty.add(walk.list().operation());
            }
          });
      assertThat(neverEmpty).hasSize(Listed.all(population).size());

      AtomicBoolean isOver = new AtomicBoolean();
      Workers<Integer> changes =
          Workers.start(3, number -> population.churn(number, () -> !isOver.get()));
      for (Walk walk : walks) {
        isWhole(walk, before.get(walk), walk(operator, walk, false));
      }
      isOver.set(true);
      int changed = changes.await(WITHIN).stream().mapToInt(Integer::intValue).sum();
      System.out.printf(
          "%s: %d walks of lists of %d rows, and %d changes meanwhile%n",
          store, walks.size(), ROWS, changed);
      assertThat(changed).isPositive();
      microsByList.forEach(ListsUnderChangeIT::printAndJudge);
      microsByList.clear();
    }
  }

  /** Every filter with every sort; which way each goes is chance's. */
  private List<Walk> walks(Population population) {
    List<Walk> walks = new ArrayList<>();
    for (Listed list : Listed.all(population)) {
      DocumentedOperation operation =
          DocumentedOperation.all().stream()
              .filter(one -> one.id().equals(list.operation()))
              .findFirst()
              .orElseThrow();
      list.hasAFilterForEach(operation.parameters());
      List<String> sorts = operation.sorts().isEmpty() ? List.of("") : operation.sorts();
      for (String filter : list.filters()) {
        for (String sort : sorts) {
          walks.add(new Walk(list, filter, sort, dice.nextBoolean() ? "asc" : "desc"));
        }
      }
    }
    return walks;
  }

  private static void isWhole(Walk walk, List<String> before, List<String> now) {
    Set<String> stayed = new HashSet<>(before);
    Set<String> seen = new HashSet<>();
    // What changes its place in the order while it is walked may well be met in both.
    boolean doesTheOrderChange = walk.sort().equals("status");
    List<String> twice =
        now.stream()
            .filter(id -> !seen.add(id))
            .filter(id -> !doesTheOrderChange || stayed.contains(id))
            .toList();
    assertThat(twice).as("twice in %s", walk.target()).isEmpty();
    if (ROWS < MANY) {
      assertThat(seen).as("missing in %s", walk.target()).containsAll(before);
    }
  }

  private List<String> walk(Operator operator, Walk walk, boolean isQuiet) {
    List<String> ids = new ArrayList<>();
    List<Long> micros =
        microsByList.computeIfAbsent(walk.list().operation(), unused -> new ArrayList<>());
    String cursor = "";
    int pages = 0;
    do {
      int limit = ROWS < MANY ? 20 + dice.nextInt(80) : 50;
      long fromNs = System.nanoTime();
      Reply page = operator.get(walk.target() + "&limit=" + limit + cursor);
      if (isQuiet) {
        micros.add(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - fromNs));
      }
      for (JsonNode row : page.expect(200).body().path(walk.list().member())) {
        ids.add(row.path(walk.list().id()).asText());
      }
      cursor = page.has("next_cursor") ? "&cursor=" + Query.encode(page.text("next_cursor")) : "";
      pages++;
    } while (!cursor.isEmpty() && (ROWS < MANY || pages < PAGES_MAX));
    return ids;
  }

  private static void printAndJudge(String list, List<Long> micros) {
    Collections.sort(micros);
    double p99 = micros.get((int) Math.ceil(micros.size() * 0.99) - 1) / 1_000.0;
    System.out.printf(
        "%-28s %6d pages, median %.1f ms, 99th percentile %.1f ms%n",
        list, micros.size(), micros.get(micros.size() / 2) / 1_000.0, p99);
    if (ROWS >= MANY) {
      assertThat(p99).as("99th percentile of %s in ms", list).isLessThanOrEqualTo(PAGE_WITHIN_MS);
    }
  }
}
