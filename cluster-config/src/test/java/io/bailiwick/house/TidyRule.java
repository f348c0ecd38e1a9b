package io.bailiwick.house;

import io.bailiwick.house.SourceTree.Source;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What a source file must not have. Rules look at the code without comments and without the text of
 * strings.
 */
enum TidyRule {
  NO_STATIC_CLOCK(
      "takes the time as an argument; durations are measured with io.bailiwick.time.Stopwatch",
      source -> source.isMain() && !source.packageName().equals("io.bailiwick.time"),
      "System\\.(currentTimeMillis|nanoTime)|\\b(Instant|\\w+Date|\\w+DateTime)\\.now\\("),

  ONLY_MAIN_CHOOSES_THE_CLOCK(
      "takes an InstantSource; Main chooses it",
      source -> source.isMain() && !source.className().equals("Main"),
      "(InstantSource\\.system|Clock\\.system\\w*)\\("),

  /** A benchmark runs for a time; a test waits for something. */
  NO_SLEEP(
      "awaits a condition or sets a timer",
      source -> !source.className().endsWith("Benchmark"),
      "Thread\\.sleep|TimeUnit\\.\\w+\\.sleep"),

  NO_UNBOUNDED_JOIN("waits with a named bound, or not at all", Source::isMain, "\\.join\\(\\)"),

  NO_EMPTY_CATCH("swallows nothing", source -> true, "catch\\s*\\([^)]*\\)\\s*\\{\\s*\\}"),

  NO_FLOATING_POINT(
      "counts in long",
      source ->
          source.isMain()
              && (source.module().equals("engine") || source.packageName().contains(".wire")),
      "\\b(float|double|Float|Double)\\b"),

  NO_GETTER(
      "names the thing, without get",
      Source::isMain,
      "(?m)^(?<!@Override\\n) +(?!return|throw|new)[\\w<>\\[\\], ?]+ get[A-Z]\\w*\\([^;]*\\{"),

  NO_VAGUE_PACKAGE(
      "says what a folder is for",
      source -> true,
      "^package [\\w.]*\\.(utils?|common|misc|helpers?)\\b"),

  NO_VAGUE_CLASS(
      "says what a class does",
      source -> true,
      "\\b(class|interface|record|enum) \\w+(Manager|Helper|Helpers|Util|Utils|Impl)\\b");

  private final String wanted;
  private final Predicate<Source> applies;
  private final Pattern banned;

  TidyRule(String wanted, Predicate<Source> applies, String banned) {
    this.wanted = wanted;
    this.applies = applies;
    this.banned = Pattern.compile(banned);
  }

  /** What is wrong, one line each; empty when nothing is. */
  List<String> violations(Source source) {
    if (!applies.test(source)) {
      return List.of();
    }
    String code = source.code();
    return banned
        .matcher(code)
        .results()
        .map(
            found ->
                "%s:%d has `%s`, but %s"
                    .formatted(source.path(), line(code, found), found.group().strip(), wanted))
        .toList();
  }

  private static long line(String code, MatchResult found) {
    String before =
        code.substring(
            0, found.start() + found.group().length() - found.group().stripLeading().length());
    return before.chars().filter(c -> c == '\n').count() + 1;
  }
}
