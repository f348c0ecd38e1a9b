package io.bailiwick.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bailiwick.journal.TestStore;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadsTest {

  @TempDir Path dataDir;

  /** Whoever goes on when the answer is there, as the sweep does, would never go on. */
  @Test
  void queryThatRunsOutOfMemoryIsAnsweredToo() throws Exception {
    try (ReadTables tables = new ReadTables(TestStore.EMBEDDED, dataDir)) {
      assertThatThrownBy(
              () ->
                  ReadTables.answer(
                      tables.reads.ask(
                          connection -> {
                            throw new OutOfMemoryError("injected");
                          })))
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(QueryFailedException.class);
      assertThat(ReadTables.<Boolean>answer(tables.reads.ask(connection -> true))).isTrue();
    }
  }
}
