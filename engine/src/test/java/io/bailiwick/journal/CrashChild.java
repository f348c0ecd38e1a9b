package io.bailiwick.journal;

import io.bailiwick.config.StoreSettings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A process of its own that writes events as fast as it can and prints a line for each that was
 * acknowledged, until it is killed. Every thread is one entity that goes on where the journal ends.
 */
final class CrashChild {

  private static final int ENTITIES = 8;

  private CrashChild() {}

  /** Arguments: kind, data folder, JDBC URL. */
  public static void main(String[] arguments) {
    StoreSettings settings =
        TestStore.of(StoreSettings.Kind.valueOf(arguments[0]), Path.of(arguments[1]), arguments[2]);
    Store store = Store.open(settings, Occupancy.ALONE, InstantSource.system());
    JournalWriter writer = store.startWriter(JournalObserver.NONE);
    for (int i = 0; i < ENTITIES; i++) {
      String entity = "entity-" + i;
      Thread.ofPlatform().start(() -> run(store, writer, entity));
    }
  }

  private static void run(Store store, JournalWriter writer, String entity) {
    String incarnation = UUID.randomUUID().toString();
    try {
      for (long sequence = CrashTest.highest(store.readPool(), entity) + 1; ; sequence++) {
        var answer = WriterFixture.answer(entity + "/" + sequence, sequence);
        var row = WriterFixture.row(entity, sequence, incarnation);
        writer.submit(new WriteRequest(List.of(row), List.of(answer))).get(20, TimeUnit.SECONDS);
        // One write call for a whole line, so a line is there or not.
        synchronized (System.out) {
          System.out.println(entity + " " + sequence);
        }
      }
    } catch (Exception e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }
}
