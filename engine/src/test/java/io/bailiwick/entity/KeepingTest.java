package io.bailiwick.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.apikey.query.Authentications;
import io.bailiwick.config.Settings;
import io.bailiwick.record.query.OldRecords;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tables that grow for ever have somebody who removes what is old in them. */
class KeepingTest {

  @Test
  void whatIsWrittenAllTheTimeLeavesWithoutASetting() {
    Stream<String> looks =
        Keeping.groups(Settings.load(Map.of())).stream()
            .flatMap(group -> group.kinds().stream())
            .map(Object::toString);

    assertThat(looks)
        .containsAll(List.of(Authentications.OLD, OldRecords.EVENTS, OldRecords.UNAUTHENTICATED));
  }
}
