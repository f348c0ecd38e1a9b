package io.bailiwick.http.route;

import java.util.Set;

/** Which type of resource a path is about, as records call it. */
final class ResourceTypes {
  /** Segments that resources of several kinds are below. */
  private static final Set<String> OF_SEVERAL = Set.of("admin", "x-bailiwick");

  private ResourceTypes() {}

  /** The type, or null where the path is of none that has one. */
  static String of(String path) {
    String[] segments = path.split("/", 5);
    if (segments.length < 3 || !segments[1].equals("v1")) {
      return null;
    }
    String kind =
        OF_SEVERAL.contains(segments[2]) && segments.length > 3 ? segments[3] : segments[2];
    return switch (kind) {
      case "tenants" -> "tenant";
      case "budgets" -> "budget";
      case "api-keys" -> "api_key";
      case "policies" -> "policy";
      case "webhooks" -> "webhook";
      case "config" -> "config";
      case "reservations" -> "reservation";
      default -> null;
    };
  }
}
