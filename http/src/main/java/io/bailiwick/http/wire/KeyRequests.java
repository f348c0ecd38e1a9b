package io.bailiwick.http.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.apikey.ApiKeyCommand;
import io.bailiwick.apikey.Permission;
import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.http.error.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Requests about keys as commands. */
public final class KeyRequests {
  private static final int NAME_LENGTH_MAX = 256;
  private static final int DESCRIPTION_LENGTH_MAX = 1024;
  public static final int REASON_LENGTH_MAX = 512;
  private static final int IDEMPOTENCY_KEY_LENGTH_MAX = 128;

  /** As many as there are, and some that are there twice. */
  private static final int PERMISSIONS_MAX = 100;

  /** A key for more places than this is better without a filter. */
  private static final int FILTER_ENTRIES_MAX = 100;

  private static final Set<String> OF_CREATE =
      Set.of(
          "tenant_id",
          "name",
          "description",
          "permissions",
          "scope_filter",
          "expires_at",
          "metadata");
  private static final Set<String> OF_UPDATE =
      Set.of("name", "description", "permissions", "scope_filter", "metadata");

  private KeyRequests() {}

  /**
   * A new key.
   *
   * @param nowMs which its expiry has to be after
   */
  public static ApiKeyCommand.Create create(ObjectNode body, long nowMs) {
    Members members = Members.of(body, OF_CREATE);
    Long expiresAtMs = members.timeOrNull("expires_at");
    if (expiresAtMs != null && expiresAtMs <= nowMs) {
      throw Problem.invalid("expires_at must be in the future");
    }
    return new ApiKeyCommand.Create(
        TenantRequests.tenantId("tenant_id", members.text("tenant_id", 0, Integer.MAX_VALUE)),
        members.spoken("name", NAME_LENGTH_MAX),
        members.textOrNull("description", 0, DESCRIPTION_LENGTH_MAX),
        permissions(members),
        filter(members),
        members.canonicalOrNull("metadata"),
        expiresAtMs);
  }

  public static ApiKeyCommand.Update update(String keyId, ObjectNode body) {
    Members members = Members.of(body, OF_UPDATE);
    return new ApiKeyCommand.Update(
        keyId,
        members.has("name") ? members.spoken("name", NAME_LENGTH_MAX) : null,
        members.textOrNull("description", 0, DESCRIPTION_LENGTH_MAX),
        permissions(members),
        filter(members),
        members.canonicalOrNull("metadata"));
  }

  /** A key that is to be replaced. */
  public static ApiKeyCommand.Rotate rotate(String keyId, ObjectNode body) {
    Members members = Members.of(body, Set.of("overlap_ms", "idempotency_key"));
    return new ApiKeyCommand.Rotate(
        keyId,
        members.integerOrNull("overlap_ms", 0, Long.MAX_VALUE),
        members.textOrNull("idempotency_key", 1, IDEMPOTENCY_KEY_LENGTH_MAX));
  }

  /** The secret of {@code POST /v1/auth/validate}; one of any length may be asked about. */
  public static String secret(ObjectNode body) {
    return Members.ofOpen(body).text("key_secret", 1, Integer.MAX_VALUE);
  }

  private static List<Permission> permissions(Members members) {
    List<String> texts = members.textsOrNull("permissions", PERMISSIONS_MAX, NAME_LENGTH_MAX);
    if (texts == null) {
      return null;
    }
    List<Permission> permissions = new ArrayList<>();
    for (String text : texts) {
      Permission permission =
          Permission.of(text)
              .orElseThrow(
                  () -> Problem.invalid("Unrecognized permission: " + Members.shown(text)));
      if (!permissions.contains(permission)) {
        permissions.add(permission);
      }
    }
    return List.copyOf(permissions);
  }

  private static ScopeFilter filter(Members members) {
    List<String> entries = members.textsOrNull("scope_filter", FILTER_ENTRIES_MAX, NAME_LENGTH_MAX);
    if (entries == null) {
      return null;
    }
    try {
      return new ScopeFilter(entries);
    } catch (IllegalArgumentException e) {
      throw Problem.invalid("scope_filter is malformed: " + e.getMessage());
    }
  }
}
