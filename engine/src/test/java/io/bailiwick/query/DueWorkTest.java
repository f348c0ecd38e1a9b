package io.bailiwick.query;

import static io.bailiwick.query.ReadTables.answer;
import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.journal.TestStore;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.tenant.TenantId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DueWorkTest {

  @TempDir Path dataDir;

  @ParameterizedTest
  @EnumSource
  void looksGoOnWhereTheLastOneEnded(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      tables.dueBooks("acme", 1, 10, 100);
      tables.dueBooks("beta", 1, 10, 100);
      DueWork dueWork = new DueWork(tables.reads);
      List<EntityId.OfBook> seen = new ArrayList<>();
      DueWork.Place place = DueWork.Place.NOWHERE;
      for (int look = 0; look < 3; look++) {
        DueWork.DueBooks found = answer(dueWork.books(1_000, place, 8));
        assertThat(found.books()).hasSize(8);
        seen.addAll(found.books());
        place = found.next();
      }
      assertThat(seen.subList(0, 20)).doesNotHaveDuplicates().contains(book("beta", 10));
      assertThat(seen.subList(20, 24)).isEqualTo(seen.subList(0, 4));
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatBecomesDueWaitsForTheEndOfTheLap(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      tables.dueBooks("acme", 1, 10, 100);
      DueWork dueWork = new DueWork(tables.reads);
      DueWork.DueBooks first = answer(dueWork.books(100, DueWork.Place.NOWHERE, 8));
      // More than a look takes, again and again: the first ones must still have their next turn.
      tables.dueBooks("beta", 1, 20, 101);
      DueWork.DueBooks second = answer(dueWork.books(101, first.next(), 8));
      assertThat(second.books()).contains(book("acme", 10), book("acme", 1));
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneLookFindsFewOnce(TestStore store) throws Exception {
    try (ReadTables tables = new ReadTables(store, dataDir)) {
      tables.dueBooks("acme", 1, 3, 100);
      DueWork dueWork = new DueWork(tables.reads);
      DueWork.DueBooks first = answer(dueWork.books(100, DueWork.Place.NOWHERE, 8));
      assertThat(first.books()).hasSize(3);
      assertThat(answer(dueWork.books(100, first.next(), 8))).isEqualTo(first);
      assertThat(answer(dueWork.books(99, first.next(), 8)).books()).isEmpty();
    }
  }

  private static EntityId.OfBook book(String tenant, int number) {
    return new EntityId.OfBook(new TenantId(tenant), number);
  }
}
