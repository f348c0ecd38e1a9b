package io.bailiwick.reservation;

import io.bailiwick.amount.OveragePolicy;
import io.bailiwick.policy.Caps;
import io.bailiwick.policy.RateLimits;
import io.bailiwick.policy.TtlOverride;
import io.bailiwick.tenant.TenantSettings;
import java.util.List;
import java.util.Random;

/** Makes up what a walk asks for. */
record WalkDice(Random random) {

  TenantSettings settings() {
    return new TenantSettings(
        overage(),
        random.nextBoolean() ? null : Long.valueOf(1_000 + random.nextInt(60_000)),
        random.nextBoolean() ? null : Long.valueOf(20_000 + random.nextInt(60_000)),
        random.nextBoolean() ? null : Integer.valueOf(random.nextInt(4)));
  }

  Caps caps() {
    return random.nextBoolean() ? null : new Caps(1L + random.nextInt(9), null, null, null, null);
  }

  TtlOverride ttl() {
    return random.nextBoolean()
        ? null
        : new TtlOverride(
            random.nextBoolean() ? null : Long.valueOf(1_000 + random.nextInt(50_000)),
            random.nextBoolean() ? null : Long.valueOf(5_000 + random.nextInt(50_000)),
            random.nextBoolean() ? null : Integer.valueOf(random.nextInt(3)));
  }

  RateLimits rates() {
    return random.nextInt(4) > 0
        ? null
        : new RateLimits(
            random.nextBoolean() ? null : Integer.valueOf(1 + random.nextInt(30)),
            random.nextBoolean() ? null : Integer.valueOf(1 + random.nextInt(30)));
  }

  /** Around now, or never. */
  Long time(long nowMs) {
    return random.nextInt(4) > 0 ? null : Long.valueOf(nowMs - 10_000 + random.nextInt(40_000));
  }

  OveragePolicy overage() {
    return random.nextBoolean() ? null : any(List.of(OveragePolicy.values()));
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  boolean flip() {
    return random.nextBoolean();
  }

  <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
