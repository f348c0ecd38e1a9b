package io.bailiwick.protocol;

import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;

/**
 * Who is addressed: one participant, which lives on one node at a time. Its text begins with the
 * tenant, which alone decides where it lives, so all of a tenant is together.
 */
public sealed interface EntityId {

  TenantId tenant();

  /** Unique and stable: the sharded entity's id, and with a prefix its persistence id. */
  String text();

  /** The node of a scope. */
  record OfScope(ScopePath scope) implements EntityId {
    @Override
    public TenantId tenant() {
      return scope.tenant();
    }

    @Override
    public String text() {
      return tenant().value() + "/scope/" + scope.text();
    }
  }

  /** One of a tenant's reservation books. */
  record OfBook(TenantId tenant, int number) implements EntityId {
    @Override
    public String text() {
      return tenant.value() + "/book/" + number;
    }
  }

  /**
   * The id with that text.
   *
   * @throws IllegalArgumentException when there is none
   */
  static EntityId parse(String text) {
    String[] parts = text.split("/", 3);
    if (parts.length == 3 && parts[1].equals("scope")) {
      return new OfScope(new ScopePath(parts[2]));
    }
    if (parts.length == 3 && parts[1].equals("book")) {
      return new OfBook(new TenantId(parts[0]), Integer.parseInt(parts[2]));
    }
    throw new IllegalArgumentException("not an entity id: " + text);
  }
}
