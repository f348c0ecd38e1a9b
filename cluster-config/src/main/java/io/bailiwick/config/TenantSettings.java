package io.bailiwick.config;

/**
 * What holds for every tenant. Cluster-wide. Reasons are in {@code bailiwick/tenant.conf}.
 *
 * @param hardSuspension whether a suspended tenant's commits, releases and extends are refused too
 */
public record TenantSettings(boolean hardSuspension) {

  static TenantSettings read(SettingReader reader) {
    return new TenantSettings(reader.flag("tenant.hard-suspension"));
  }
}
