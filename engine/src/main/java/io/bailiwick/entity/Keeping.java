package io.bailiwick.entity;

import io.bailiwick.apikey.query.Authentications;
import io.bailiwick.config.Settings;
import io.bailiwick.query.OldClientRows;
import io.bailiwick.query.OldJournal;
import io.bailiwick.query.OldRows;
import io.bailiwick.query.Retention;
import io.bailiwick.record.query.OldDecisions;
import io.bailiwick.record.query.OldRecords;
import java.util.ArrayList;
import java.util.List;

/** How long what is kept, as the settings say. */
final class Keeping {

  private Keeping() {}

  /**
   * What leaves when it is old. Decisions and the journal grow as fast as everything else together,
   * so each has rows of its own in every step.
   */
  static List<Retention.Group> groups(Settings settings) {
    List<OldRows> rows = new ArrayList<>();
    rows.addAll(OldClientRows.kinds(settings.reservation(), settings.webhook()));
    rows.addAll(OldRecords.kinds(settings.record()));
    rows.add(Authentications.old());
    List<Retention.Group> groups = new ArrayList<>();
    groups.add(new Retention.Group(Retention.STEP_ROWS_MAX, rows));
    if (!settings.record().decisionRetention().isZero()) {
      groups.add(
          new Retention.Group(
              OldDecisions.STEP_ROWS_MAX,
              List.of(new OldDecisions(settings.record().decisionRetention()))));
    }
    if (!settings.store().journalRetention().isZero()) {
      groups.add(
          new Retention.Group(
              Retention.STEP_ROWS_MAX,
              List.of(new OldJournal(settings.store().journalRetention()))));
    }
    return groups;
  }
}
