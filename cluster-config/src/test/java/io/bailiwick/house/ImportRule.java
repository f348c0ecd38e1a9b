package io.bailiwick.house;

import io.bailiwick.house.SourceTree.Source;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Who may know whom. Imports count, and names written in full.
 *
 * <p>All folders of {@code engine} are pure but those of {@link #IMPURE}: they know the JDK and
 * each other, so that everything that decides can run in a simulation.
 */
enum ImportRule {
  PURE_FOLDERS_KNOW_THE_JDK_AND_EACH_OTHER(ImportRule::isInPureFolder, ImportRule::isJdkOrPure),

  NOTHING_KNOWS_HTTP(
      source -> !source.module().equals("http"), name -> !name.startsWith("io.bailiwick.http.")),

  /** {@code Main} alone knows implementations. */
  ROUTES_KNOW_INTERFACES(
      source -> source.isMain() && source.packageName().startsWith("io.bailiwick.http."),
      name -> !name.matches("io\\.bailiwick\\..*\\b(entity|journal)\\..*"));

  /** Folders of the engine that may know Pekko, SQL, settings and libraries. */
  private static final String IMPURE = "entity|journal|projection|query";

  private static final Pattern FULL_NAME =
      Pattern.compile(
          "\\b(java|javax|jakarta|jdk|sun|org|com|io|net|scala|slick)(\\.[a-z]\\w*)+\\.([A-Z]\\w*|\\*)");

  private final Predicate<Source> applies;
  private final Predicate<String> allows;

  ImportRule(Predicate<Source> applies, Predicate<String> allows) {
    this.applies = applies;
    this.allows = allows;
  }

  /** What is wrong, one line each; empty when nothing is. */
  List<String> violations(Source source) {
    if (!applies.test(source)) {
      return List.of();
    }
    return FULL_NAME
        .matcher(source.code())
        .results()
        .map(found -> found.group())
        .filter(allows.negate())
        .map(name -> "%s knows %s, against %s".formatted(source.path(), name, this))
        .toList();
  }

  private static boolean isInPureFolder(Source source) {
    return source.isMain()
        && source.module().equals("engine")
        && !isImpure(source.packageName() + ".");
  }

  private static boolean isJdkOrPure(String name) {
    boolean ours = name.startsWith("io.bailiwick.");
    return ours
        ? !isImpure(name) && !name.matches("io\\.bailiwick\\.(config|http)\\..*")
        : name.matches("java\\.(?!sql\\.|net\\.).*");
  }

  private static boolean isImpure(String name) {
    return name.matches("io\\.bailiwick\\.([a-z]+\\.)*(" + IMPURE + ")\\..*");
  }
}
