package io.bailiwick.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.config.Settings;
import io.bailiwick.tenant.TenantId;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LiveReservationsTest {
  private static final TenantId ACME = new TenantId("acme");
  private static final TenantId OTHER = new TenantId("other");
  private static final long MIB = 1024 * 1024;

  private final Seen seen = new Seen();

  private static final class Seen implements EntityObserver {
    private final AtomicLong live = new AtomicLong();
    private long max;

    @Override
    public void liveMoved(int by) {
      live.addAndGet(by);
    }

    @Override
    public void liveMax(long most) {
      max = most;
    }
  }

  private LiveReservations of(long heapMib, Map<String, String> settings) {
    return LiveReservations.of(Settings.load(settings).reservation(), heapMib * MIB, seen);
  }

  @Test
  void aTenantIsFullBeforeTheNodeAndTheNodeForEverybody() {
    LiveReservations live = new LiveReservations(5, 3, seen);
    live.moved(ACME, 2);
    assertThat(live.isFull(ACME)).isFalse();
    live.moved(ACME, 1);
    assertThat(live.isFull(ACME)).isTrue();
    assertThat(live.isFull(OTHER)).isFalse();
    live.moved(OTHER, 2);
    assertThat(live.isFull(OTHER)).isTrue();
    assertThat(seen.live).hasValue(5);
    assertThat(seen.max).isEqualTo(5);

    live.moved(ACME, -3);
    assertThat(live.isFull(ACME)).isFalse();
    assertThat(live.isFull(OTHER)).isFalse();
    live.moved(OTHER, -2);
    assertThat(seen.live).hasValue(0);
  }

  @Test
  void aRecoveryMayBringMoreThanThereIsRoomForAndHealsByItself() {
    LiveReservations live = new LiveReservations(5, 3, seen);
    live.moved(ACME, 10);
    assertThat(live.isFull(OTHER)).isTrue();
    live.moved(ACME, -7);
    assertThat(live.isFull(OTHER)).isFalse();
    assertThat(live.isFull(ACME)).isTrue();
    live.moved(ACME, -1);
    assertThat(live.isFull(ACME)).isFalse();
  }

  @Test
  void halfOfTheHeapIsForThemAndThreeQuartersOfThatForATenant() {
    LiveReservations live = of(600, Map.of());
    assertThat(seen.max).isEqualTo(300 * MIB / 1_500);
    live.moved(ACME, (int) seen.max / 4 * 3 - 1);
    assertThat(live.isFull(ACME)).isFalse();
    live.moved(ACME, 1);
    assertThat(live.isFull(ACME)).isTrue();
    assertThat(live.isFull(OTHER)).isFalse();
  }

  @Test
  void settingsSayOtherwise() {
    LiveReservations live =
        of(
            600,
            Map.of(
                "BAILIWICK_RESERVATION_LIVE_PER_NODE_MAX", "8",
                "BAILIWICK_RESERVATION_LIVE_PER_TENANT_MAX", "8"));
    live.moved(ACME, 7);
    assertThat(live.isFull(ACME)).isFalse();
    live.moved(ACME, 1);
    assertThat(live.isFull(ACME)).isTrue();

    of(600, Map.of("BAILIWICK_RESERVATION_LIVE_PER_NODE_MAX", "1"));
    assertThat(seen.max).as("and half of one is one").isEqualTo(1);
  }
}
