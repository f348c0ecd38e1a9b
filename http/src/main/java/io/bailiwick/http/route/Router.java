package io.bailiwick.http.route;

import io.bailiwick.http.error.Plane;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the operation of a method and a path. A literal segment beats one that stands for any.
 * Immutable after it was made.
 */
final class Router {
  /** On paths of the runtime plane, and of the operators' plane too (governance). */
  private static final Set<Operation> OF_BOTH =
      EnumSet.of(Operation.LIST_TENANT_EVENTS, Operation.GET_BALANCES);

  private final Node root = new Node();

  /**
   * @param planes whose operations there are
   */
  Router(Set<Plane> planes) {
    for (Operation operation : Operation.values()) {
      if (isServed(operation, planes)) {
        Node node = root;
        for (String segment : segments(operation.path())) {
          node = node.child(segment);
        }
        node.operations.put(operation.method(), operation);
      }
    }
  }

  /** Whether an operation is there for one of {@code planes}. */
  static boolean isServed(Operation operation, Set<Plane> planes) {
    return planes.contains(operation.plane())
        || (planes.contains(Plane.ADMIN) && OF_BOTH.contains(operation));
  }

  /** What a path leads to. */
  sealed interface Found {}

  /**
   * @param parameters what stands for the segments in braces, from left to right
   */
  record Route(Operation operation, List<String> parameters) implements Found {

    /** Whose codes and ids it is answered with: one of the operators' plane is served to agents. */
    Plane language() {
      return operation == Operation.LIST_TENANT_EVENTS ? Plane.ADMIN : operation.plane();
    }
  }

  /** The path is there, but not for this method. */
  record OtherMethods(Collection<String> allowed) implements Found {}

  record Nothing() implements Found {}

  /**
   * Where a request goes.
   *
   * @param path decoded, beginning with a slash
   */
  Found find(String method, String path) {
    Node node = root;
    List<String> parameters = List.of();
    for (String segment : segments(path)) {
      Node literal = node.literals.get(segment);
      if (literal == null && node.any != null && !segment.isEmpty()) {
        parameters = with(parameters, segment);
        literal = node.any;
      }
      if (literal == null) {
        return new Nothing();
      }
      node = literal;
    }
    if (node.operations.isEmpty()) {
      return new Nothing();
    }
    Operation operation = node.operations.get(method);
    return operation == null
        ? new OtherMethods(node.operations.keySet())
        : new Route(operation, parameters);
  }

  private static List<String> with(List<String> parameters, String segment) {
    List<String> more = new ArrayList<>(parameters);
    more.add(segment);
    return more;
  }

  /** The path of {@code OPTIONS *} is empty, and leads nowhere. */
  private static List<String> segments(String path) {
    return path.isEmpty() ? List.of("") : List.of(path.substring(1).split("/", -1));
  }

  private static final class Node {
    private final Map<String, Node> literals = new HashMap<>();
    private final Map<String, Operation> operations = new TreeMap<>();
    private Node any;

    private Node child(String segment) {
      if (!segment.startsWith("{")) {
        return literals.computeIfAbsent(segment, name -> new Node());
      }
      if (any == null) {
        any = new Node();
      }
      return any;
    }
  }
}
