package io.bailiwick.apikey.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.apikey.ApiKey;
import io.bailiwick.apikey.Permission;
import io.bailiwick.apikey.ScopeFilter;
import io.bailiwick.tenant.TenantId;
import org.junit.jupiter.api.Test;

class KeyCacheTest {

  private final KeyCache cache = new KeyCache(Long.MAX_VALUE, 2);

  @Test
  void lookUpThatBeganBeforeARevocationCannotBringTheKeyBack() {
    KeyCache.LookUp before = cache.begin();
    cache.forget("key_1");
    cache.keep(hash(1), found(1, before));
    assertThat(cache.find(hash(1))).isNull();
    cache.keep(hash(1), found(1, cache.begin()));
    assertThat(cache.find(hash(1))).isNotNull();
  }

  @Test
  void forgetsOneKeyOrAllOfATenant() {
    keep(1);
    keep(2);
    cache.forget("key_1");
    assertThat(cache.find(hash(1))).isNull();
    assertThat(cache.find(hash(2))).isNotNull();
    cache.forgetAllOf(new TenantId("acme"));
    assertThat(cache.find(hash(2))).isNull();
  }

  @Test
  void leastRecentlyUsedKeyGoesFirst() {
    keep(1);
    keep(2);
    assertThat(cache.find(hash(1))).isNotNull();
    keep(3);
    assertThat(cache.find(hash(2))).isNull();
    assertThat(cache.find(hash(1))).isNotNull();
    assertThat(cache.find(hash(3))).isNotNull();
  }

  @Test
  void keyIsLookedUpAgainWhenItsLeaseHasRunOut() {
    KeyCache leased = new KeyCache(-1, 2);
    leased.keep(hash(1), found(1, leased.begin()));
    assertThat(leased.find(hash(1))).isNull();
  }

  private void keep(int number) {
    cache.keep(hash(number), found(number, cache.begin()));
  }

  private static byte[] hash(int number) {
    return new byte[] {(byte) number};
  }

  private static KeyCache.Found found(int number, KeyCache.LookUp lookUp) {
    ApiKey key =
        new ApiKey(
            "key_" + number,
            new TenantId("acme"),
            "cyc_live_" + number,
            "name",
            null,
            Permission.DEFAULTS,
            ScopeFilter.ALL,
            null,
            0,
            1,
            null,
            null,
            null);
    return new KeyCache.Found(key, lookUp);
  }
}
