package io.bailiwick.apikey.query;

import io.bailiwick.apikey.KeyUsage;
import io.bailiwick.apikey.KeyUsage.Kind;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableRanks;
import io.bailiwick.projection.TableWrite;
import java.util.List;

/**
 * The statements that write down how a key was used. They add, so that several nodes can write of
 * the same key, and of places leave the last used ones.
 */
final class KeyUseWrites {

  private static final SqlStatement PLACE_INSERT =
      SqlStatement.every(
          TableRanks.KEY_PLACE_INSERT,
          "INSERT INTO api_key_place (key_id, kind, place, uses, first_at_ms, last_at_ms) VALUES"
              + " (?, ?, ?, 0, ?, ?) ON CONFLICT (key_id, kind, place) DO NOTHING");

  private static final SqlStatement PLACE_UPDATE =
      SqlStatement.every(
          TableRanks.KEY_PLACE_UPDATE,
          "UPDATE api_key_place SET uses = uses + ?, last_at_ms = CASE WHEN last_at_ms < ? THEN ?"
              + " ELSE last_at_ms END WHERE key_id = ? AND kind = ? AND place = ?");

  private static final SqlStatement PLACES_FORGET =
      SqlStatement.every(
          TableRanks.KEY_PLACES_FORGET,
          "DELETE FROM api_key_place WHERE key_id = ? AND kind = ? AND place NOT IN (SELECT place"
              + " FROM api_key_place WHERE key_id = ? AND kind = ? ORDER BY last_at_ms DESC, place"
              + " LIMIT "
              + KeyUsage.PLACES_MAX
              + ")");

  private static final SqlStatement USED =
      SqlStatement.every(
          TableRanks.KEY_USED,
          "UPDATE api_key SET uses = uses + ?, first_used_at_ms = CASE WHEN first_used_at_ms < ?"
              + " THEN first_used_at_ms ELSE ? END, last_source_ip = CASE WHEN last_used_at_ms > ?"
              + " THEN last_source_ip ELSE coalesce(?, last_source_ip) END, last_used_at_ms = CASE"
              + " WHEN last_used_at_ms > ? THEN last_used_at_ms ELSE ? END WHERE key_id = ?");

  private KeyUseWrites() {}

  static void add(KeyUse.Taken use, List<TableWrite> out) {
    String keyId = use.keyId();
    for (KeyUsage.Place place : use.places()) {
      out.add(
          TableWrite.of(
              PLACE_INSERT,
              keyId,
              place.kind().name(),
              place.text(),
              place.firstUsedAtMs(),
              place.lastUsedAtMs()));
      out.add(
          TableWrite.of(
              PLACE_UPDATE,
              place.uses(),
              place.lastUsedAtMs(),
              place.lastUsedAtMs(),
              keyId,
              place.kind().name(),
              place.text()));
    }
    for (Kind kind : Kind.values()) {
      if (use.places().stream().anyMatch(place -> place.kind() == kind)) {
        out.add(TableWrite.of(PLACES_FORGET, keyId, kind.name(), keyId, kind.name()));
      }
    }
    out.add(
        TableWrite.of(
            USED,
            use.uses(),
            use.firstAtMs(),
            use.firstAtMs(),
            use.lastAtMs(),
            use.lastSource(),
            use.lastAtMs(),
            use.lastAtMs(),
            keyId));
  }
}
