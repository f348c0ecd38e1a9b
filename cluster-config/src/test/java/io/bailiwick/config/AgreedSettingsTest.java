package io.bailiwick.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigValue;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgreedSettingsTest {

  private static final String PEPPER = "0123456789abcdef0123456789abcdef";

  @Test
  void everyClusterWideSettingIsComparedOrNamedAsOneThatNeedNotBe() {
    Set<String> compared = new TreeSet<>(AgreedSettings.KEYS);
    compared.remove(AgreedSettings.FORMAT_READ);
    compared.addAll(AgreedSettings.NOT_COMPARED);

    assertThat(compared).isEqualTo(clusterWide());
    assertThat(agreed().values().keySet()).isEqualTo(AgreedSettings.KEYS);
  }

  @ParameterizedTest
  @CsvSource({
    "placement.shards, BAILIWICK_PLACEMENT_SHARDS, 50",
    "placement.books-per-tenant, BAILIWICK_PLACEMENT_BOOKS_PER_TENANT, 4",
    "auth.key-pepper, BAILIWICK_AUTH_KEY_PEPPER, 0123456789abcdef0123456789abcdeX",
    "store.url, BAILIWICK_STORE_URL, jdbc:postgresql://db/other",
    "reservation.default-ttl, BAILIWICK_RESERVATION_DEFAULT_TTL, 61s",
    "record.event-retention, BAILIWICK_RECORD_EVENT_RETENTION, 91d",
    "auth.rotation-overlap, BAILIWICK_AUTH_ROTATION_OVERLAP, 2d",
    "auth.rotation-overlap-max, BAILIWICK_AUTH_ROTATION_OVERLAP_MAX, 31d",
    "tenant.hard-suspension, BAILIWICK_TENANT_HARD_SUSPENSION, true",
  })
  void aNodeThatDiffersIsToldTheKey(String key, String variable, String value) {
    assertThat(agreed().disagreements(agreed(variable, value))).containsOnlyKeys(key);
    assertThat(agreed().disagreements(agreed())).isEmpty();
  }

  @Test
  void bothValuesAreTold() {
    assertThat(agreed().disagreements(agreed("BAILIWICK_PLACEMENT_SHARDS", "50")))
        .containsEntry("placement.shards", "is 100 here and 50 there");
  }

  @Test
  void noSecretIsTold() {
    String other = "another-pepper-of-thirty-two-characters";

    assertThat(agreed().disagreements(agreed("BAILIWICK_AUTH_KEY_PEPPER", other)).toString())
        .contains("hash:")
        .doesNotContain(PEPPER)
        .doesNotContain(other);
    assertThat(
            agreed("BAILIWICK_STORE_URL", "jdbc:postgresql://db/bailiwick?password=hush")
                .toString())
        .doesNotContain("hush");
  }

  @Test
  void parametersOfTheUrlMayDiffer() {
    assertThat(
            agreed()
                .disagreements(
                    agreed("BAILIWICK_STORE_URL", "jdbc:postgresql://db/bailiwick?ssl=true")))
        .isEmpty();
  }

  @Test
  void nodesThatWriteEarlierAndLaterFormsWorkTogetherWhileBothCanReadThem() {
    AgreedSettings later = agreed("BAILIWICK_STORE_JOURNAL_FORMAT", "3");

    assertThat(agreed().disagreements(later)).isEmpty();
    assertThat(later.disagreements(agreed())).isEmpty();
  }

  @Test
  void aNodeThatCannotReadWhatTheOthersWriteIsRefusedOnBothSides() {
    AgreedSettings old = changed(agreed(), AgreedSettings.FORMAT_READ, "2");
    AgreedSettings later = agreed("BAILIWICK_STORE_JOURNAL_FORMAT", "3");

    assertThat(old.disagreements(agreed())).as("by default").isEmpty();
    assertThat(old.disagreements(later))
        .containsEntry(
            "store.journal-format", "is 3 there, and what runs here reads no later one than 2");
    assertThat(later.disagreements(old))
        .containsEntry(
            "store.journal-format", "is 3 here, and what runs there reads no later one than 2");
  }

  @Test
  void whatOnlyALaterVersionKnowsIsNotCompared() {
    AgreedSettings earlier = agreed();
    earlier = without(earlier, "auth.key-lease");

    assertThat(agreed("BAILIWICK_AUTH_KEY_LEASE", "100ms").disagreements(earlier)).isEmpty();
    assertThat(earlier.disagreements(agreed("BAILIWICK_AUTH_KEY_LEASE", "100ms"))).isEmpty();
  }

  private static AgreedSettings agreed(String... more) {
    Map<String, String> environment = new HashMap<>();
    environment.put("BAILIWICK_STORE_KIND", "postgresql");
    environment.put("BAILIWICK_STORE_URL", "jdbc:postgresql://db/bailiwick");
    environment.put("BAILIWICK_AUTH_KEY_PEPPER", PEPPER);
    for (int i = 0; i < more.length; i += 2) {
      environment.put(more[i], more[i + 1]);
    }
    return AgreedSettings.in(Settings.load(environment).pekkoConfig());
  }

  private static AgreedSettings changed(AgreedSettings settings, String key, String value) {
    TreeMap<String, String> values = new TreeMap<>(settings.values());
    values.put(key, value);
    return new AgreedSettings(values);
  }

  private static AgreedSettings without(AgreedSettings settings, String key) {
    TreeMap<String, String> values = new TreeMap<>(settings.values());
    values.remove(key);
    return new AgreedSettings(values);
  }

  private static Set<String> clusterWide() {
    Set<String> keys = new TreeSet<>();
    for (Map.Entry<String, ConfigValue> entry : SettingSources.defaults().entrySet()) {
      String comment = String.join("", entry.getValue().origin().comments());
      if (comment.strip().endsWith("Cluster-wide.")) {
        keys.add(entry.getKey().substring(SettingReader.ROOT.length() + 1));
      }
    }
    return keys;
  }
}
