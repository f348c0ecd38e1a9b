package io.bailiwick.http.auth;

import io.bailiwick.apikey.ApiKey;
import io.bailiwick.apikey.Permission;
import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import java.util.Optional;

/** Who a request comes from. */
public sealed interface Principal {

  /** Whether its key is good for an operation that needs {@code permission}. */
  boolean allows(Permission permission);

  /** Whether its key is good at {@code scope}. */
  boolean reaches(ScopePath scope);

  /** What it sees of lists. */
  ScopeFilter filter();

  /** Whose agent it is; empty for the operator. */
  Optional<TenantId> tenant();

  /** Whoever runs this server. */
  record Operator() implements Principal {
    @Override
    public boolean allows(Permission permission) {
      return true;
    }

    @Override
    public boolean reaches(ScopePath scope) {
      return true;
    }

    @Override
    public ScopeFilter filter() {
      return ScopeFilter.ALL;
    }

    @Override
    public Optional<TenantId> tenant() {
      return Optional.empty();
    }
  }

  /** An agent of a tenant. */
  record Agent(ApiKey key) implements Principal {
    private static final String OF_RESERVATIONS = "reservations:";

    @Override
    public boolean allows(Permission permission) {
      // Whoever may do something with reservations may look at them.
      boolean looksAtReservations =
          permission == Permission.RESERVATIONS_LIST
              && key.permissions().stream()
                  .anyMatch(held -> held.text().startsWith(OF_RESERVATIONS));
      return looksAtReservations || key.allows(permission);
    }

    @Override
    public boolean reaches(ScopePath scope) {
      return key.reaches(scope);
    }

    @Override
    public ScopeFilter filter() {
      return key.scopeFilter();
    }

    @Override
    public Optional<TenantId> tenant() {
      return Optional.of(key.tenant());
    }
  }

  /** Nobody in particular. */
  record Anybody() implements Principal {
    @Override
    public boolean allows(Permission permission) {
      return false;
    }

    @Override
    public boolean reaches(ScopePath scope) {
      return false;
    }

    @Override
    public ScopeFilter filter() {
      return ScopeFilter.ALL;
    }

    @Override
    public Optional<TenantId> tenant() {
      return Optional.empty();
    }
  }
}
