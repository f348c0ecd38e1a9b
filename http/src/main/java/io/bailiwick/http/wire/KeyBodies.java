package io.bailiwick.http.wire;

import io.bailiwick.apikey.ApiKey;
import io.bailiwick.apikey.ApiKeyReply;
import io.bailiwick.apikey.KeyUsage;
import io.bailiwick.apikey.Permission;
import java.io.IOException;
import java.util.List;

/** What operators see of keys. Each secret is in one answer only. */
public final class KeyBodies {
  private KeyBodies() {}

  public static byte[] created(ApiKeyReply.Created reply) {
    ApiKey key = reply.key();
    return JsonText.object(
        json ->
            json.text("key_id", key.keyId())
                .text("key_secret", reply.secret())
                .text("key_prefix", key.prefix())
                .text("tenant_id", key.tenant().value())
                .texts("permissions", permissions(key))
                .time("created_at", key.createdAtMs())
                .time("expires_at", key.expiresAtMs()));
  }

  public static byte[] one(ApiKey key, long nowMs) {
    return JsonText.object(json -> members(json, key, nowMs));
  }

  public static byte[] list(List<ApiKey> keys, String nextCursor, long nowMs) {
    return JsonText.object(
        json -> {
          json.objects("keys", keys, (each, key) -> members(each, key, nowMs));
          Pages.write(json, nextCursor);
        });
  }

  /**
   * A key and the one that it has taken the place of.
   *
   * @param secret of {@code key}, or null when it was shown before
   */
  public static byte[] rotated(ApiKey key, String secret, ApiKey previous, long nowMs) {
    return JsonText.object(
        json ->
            json.object("key", members -> members(members, key, nowMs))
                .text("key_secret", secret)
                .object("previous", members -> members(members, previous, nowMs)));
  }

  /** How a key was used. */
  public static byte[] usage(KeyUsage usage) {
    return JsonText.object(
        json ->
            json.text("key_id", usage.keyId())
                .text("tenant_id", usage.tenant().value())
                .integer("uses", usage.uses())
                .time("first_used_at", usage.firstUsedAtMs())
                .time("last_used_at", usage.lastUsedAtMs())
                .text("last_source_ip", usage.lastSourceIp())
                .objects("scopes", usage.scopes(), (each, place) -> place(each, "scope", place))
                .objects(
                    "sources", usage.sources(), (each, place) -> place(each, "source_ip", place)));
  }

  private static void place(JsonText json, String name, KeyUsage.Place place) throws IOException {
    json.text(name, place.text())
        .integer("uses", place.uses())
        .time("first_used_at", place.firstUsedAtMs())
        .time("last_used_at", place.lastUsedAtMs());
  }

  /**
   * The verdict on a secret.
   *
   * @param key null where no key is known by it
   * @param reason why it is no good, or null
   */
  public static byte[] validation(ApiKey key, String reason) {
    return JsonText.object(
        json -> {
          json.flag("valid", reason == null)
              .text("tenant_id", key == null ? "" : key.tenant().value());
          if (key != null) {
            json.text("key_id", key.keyId())
                .texts("permissions", permissions(key))
                .texts("scope_filter", key.scopeFilter().entries())
                .time("expires_at", key.expiresAtMs());
          }
          json.text("reason", reason);
        });
  }

  private static void members(JsonText json, ApiKey key, long nowMs) throws IOException {
    json.text("key_id", key.keyId())
        .text("tenant_id", key.tenant().value())
        .text("key_prefix", key.prefix())
        .text("name", key.name())
        .text("description", key.description())
        .texts("permissions", permissions(key))
        .texts("scope_filter", key.scopeFilter().entries())
        .constant("status", key.status(nowMs))
        .time("created_at", key.createdAtMs())
        .time("last_used_at", key.lastUsedAtMs())
        .time("expires_at", key.expiresAtMs())
        .time("revoked_at", key.revokedAtMs())
        .text("revoked_reason", key.revokedReason())
        .kept("metadata", key.metadata());
  }

  static List<String> permissions(ApiKey key) {
    return key.permissions().stream().map(Permission::text).toList();
  }
}
