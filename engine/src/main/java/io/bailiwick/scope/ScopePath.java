package io.bailiwick.scope;

import io.bailiwick.tenant.TenantId;
import io.bailiwick.text.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A place in the tree: segments {@code level:name} joined by slashes, in the order of the levels,
 * beginning with the tenant, lower case. Levels may be left out.
 *
 * @param text such as {@code tenant:acme/app:chat/agent:writer}
 */
public record ScopePath(String text) implements Comparable<ScopePath> {

  private static final Spelling NAME = Spelling.of(1, 128, "a-z", "0-9", "_", ".", "-");

  public ScopePath {
    check(text);
  }

  /** The root of a tenant's tree. */
  public static ScopePath root(TenantId tenant) {
    return new ScopePath("tenant:" + tenant.value());
  }

  /**
   * The deepest scope of a subject.
   *
   * @param names of the levels below the tenant; missing levels are skipped, case is folded
   */
  public static ScopePath of(TenantId tenant, Map<ScopeLevel, String> names) {
    StringBuilder path = new StringBuilder("tenant:").append(tenant.value());
    for (ScopeLevel level : ScopeLevel.values()) {
      String name = names.get(level);
      if (level != ScopeLevel.TENANT && name != null) {
        path.append('/').append(level.text()).append(':').append(name.toLowerCase(Locale.ROOT));
      }
    }
    return new ScopePath(path.toString());
  }

  /** Whose tree this is in. */
  public TenantId tenant() {
    int end = text.indexOf('/');
    return new TenantId(text.substring(text.indexOf(':') + 1, end < 0 ? text.length() : end));
  }

  /** From the tenant's down to the last. */
  public List<String> segments() {
    return List.of(text.split("/"));
  }

  /** The last segment, such as {@code agent:writer}. */
  public String lastSegment() {
    return text.substring(text.lastIndexOf('/') + 1);
  }

  public boolean isRoot() {
    return text.indexOf('/') < 0;
  }

  /** The scope above. Only for scopes that are not the root. */
  public ScopePath parent() {
    return new ScopePath(text.substring(0, text.lastIndexOf('/')));
  }

  /** All scopes from the root down to this one, this one included: the affected scopes. */
  public List<ScopePath> chain() {
    List<ScopePath> chain = new ArrayList<>();
    for (int end = text.indexOf('/'); end >= 0; end = text.indexOf('/', end + 1)) {
      chain.add(new ScopePath(text.substring(0, end)));
    }
    chain.add(this);
    return List.copyOf(chain);
  }

  /** The texts of {@link #chain}. */
  public List<String> chainTexts() {
    List<String> texts = new ArrayList<>();
    for (int end = text.indexOf('/'); end >= 0; end = text.indexOf('/', end + 1)) {
      texts.add(text.substring(0, end));
    }
    texts.add(text);
    return texts;
  }

  /** How many scopes are above this one: none above the root. */
  public int depth() {
    int depth = 0;
    for (int end = text.indexOf('/'); end >= 0; end = text.indexOf('/', end + 1)) {
      depth++;
    }
    return depth;
  }

  /** Whether this is {@code other} or lies below it, by whole segments. */
  public boolean isWithin(ScopePath other) {
    return text.equals(other.text) || text.startsWith(other.text + "/");
  }

  @Override
  public int compareTo(ScopePath other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }

  private static void check(String text) {
    int previous = -1;
    int from = 0;
    do {
      int slash = text.indexOf('/', from);
      int to = slash < 0 ? text.length() : slash;
      int colon = text.indexOf(':', from);
      ScopeLevel level = colon < 0 || colon > to ? null : ScopeLevel.of(text, from, colon);
      if (level == null || level.ordinal() <= previous || (previous < 0 && level.ordinal() > 0)) {
        throw new IllegalArgumentException(
            "a scope is tenant:… and then workspace, app, workflow, agent, toolset in this order,"
                + " was "
                + text);
      }
      boolean isValid =
          level == ScopeLevel.TENANT
              ? TenantId.isValid(text, colon + 1, to)
              : NAME.fits(text, colon + 1, to);
      if (!isValid) {
        throw new IllegalArgumentException(
            "a name in a scope must be 1 to 128 of a-z 0-9 _ . - (a tenant's 3 to 64 of a-z 0-9 -),"
                + " was "
                + text.substring(colon + 1, to));
      }
      previous = level.ordinal();
      from = to + 1;
    } while (from <= text.length());
  }
}
