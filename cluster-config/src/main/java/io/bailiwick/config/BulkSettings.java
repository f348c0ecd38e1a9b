package io.bailiwick.config;

/**
 * Bulk actions. Reasons are in {@code bailiwick/bulk.conf}.
 *
 * @param countRequired whether what nobody can undo has to say how many rows it expects
 */
public record BulkSettings(boolean countRequired) {

  static BulkSettings read(SettingReader reader) {
    return new BulkSettings(reader.flag("bulk.count-required"));
  }
}
