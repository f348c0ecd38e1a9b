package io.bailiwick.collection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrieMapTest {

  /** A key with few hash codes, so that keys collide. */
  private record Clashing(int value) {
    @Override
    public int hashCode() {
      return value % 7;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void doesWhatAHashMapDoes(long seed) {
    Random random = new Random(seed);
    Map<Clashing, Integer> expected = new HashMap<>();
    TrieMap<Clashing, Integer> map = TrieMap.empty();
    for (int step = 0; step < 5_000; step++) {
      Clashing key = new Clashing(random.nextInt(300));
      if (random.nextInt(3) == 0) {
        expected.remove(key);
        map = map.without(key);
      } else {
        expected.put(key, step);
        map = map.with(key, step);
      }
      assertThat(map.find(key)).isEqualTo(expected.get(key));
      assertThat(map.size()).isEqualTo(expected.size());
    }
    Map<Clashing, Integer> seen = new HashMap<>();
    map.forEach(seen::put);
    assertThat(seen).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(longs = {6, 7})
  void aChangeLeavesTheOriginalAsItWas(long seed) {
    Random random = new Random(seed);
    TrieMap<String, Integer> original = TrieMap.empty();
    for (int i = 0; i < 1_000; i++) {
      original = original.with("key " + i, i);
    }
    TrieMap<String, Integer> changed = original;
    for (int i = 0; i < 1_000; i++) {
      String key = "key " + random.nextInt(2_000);
      changed = random.nextBoolean() ? changed.with(key, -1) : changed.without(key);
    }
    assertThat(changed).isNotEqualTo(original);
    for (int i = 0; i < 1_000; i++) {
      assertThat(original.find("key " + i)).isEqualTo(i);
    }
  }
}
