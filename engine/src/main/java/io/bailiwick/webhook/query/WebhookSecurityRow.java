package io.bailiwick.webhook.query;

import io.bailiwick.journal.JournalWriter;
import io.bailiwick.journal.codec.StoredJson;
import io.bailiwick.projection.SqlStatement;
import io.bailiwick.projection.TableRanks;
import io.bailiwick.projection.TableWrite;
import io.bailiwick.query.Reads;
import io.bailiwick.record.Origin;
import io.bailiwick.webhook.WebhookSecurity;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Where webhooks may lead, as a row: read anew for each check, so that a decision counts at once.
 */
final class WebhookSecurityRow {

  private static final String SELECT =
      "SELECT blocked_ranges, allowed_urls, allows_http FROM webhook_security WHERE name = ?";

  private static final SqlStatement REPLACE =
      SqlStatement.wholeRow(
          TableRanks.WEBHOOK_SECURITY,
          1,
          "INSERT INTO webhook_security (name, blocked_ranges, allowed_urls, allows_http) VALUES"
              + " (?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET blocked_ranges ="
              + " excluded.blocked_ranges, allowed_urls = excluded.allowed_urls, allows_http ="
              + " excluded.allows_http");

  /** There is one for the whole server. */
  private static final String NAME = "server";

  private final Reads reads;
  private final JournalWriter writer;
  private final InstantSource clock;
  private final WebhookIds ids = new WebhookIds();

  WebhookSecurityRow(Reads reads, JournalWriter writer, InstantSource clock) {
    this.reads = reads;
    this.writer = writer;
    this.clock = clock;
  }

  CompletionStage<WebhookSecurity> read() {
    return reads.ask(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(SELECT)) {
            select.setString(1, NAME);
            try (ResultSet row = select.executeQuery()) {
              return row.next()
                  ? new WebhookSecurity(
                      texts(row.getString("blocked_ranges")),
                      texts(row.getString("allowed_urls")),
                      row.getBoolean("allows_http"))
                  : WebhookSecurity.DEFAULT;
            }
          }
        });
  }

  /** Tells what it was when that was asked for. */
  CompletionStage<Void> replace(WebhookSecurity security, Origin origin) {
    return read().thenCompose(before -> writer.write(replacement(before, security, origin)));
  }

  private List<TableWrite> replacement(
      WebhookSecurity before, WebhookSecurity security, Origin origin) {
    List<TableWrite> all = new ArrayList<>();
    all.add(
        TableWrite.of(
            REPLACE,
            NAME,
            StoredJson.write(security.blockedRanges()),
            StoredJson.write(security.allowedUrls()),
            security.allowsHttp()));
    all.addAll(WebhookAudits.secured(before, security, ids.mark(), origin, clock.millis()));
    return all;
  }

  private static List<String> texts(String stored) {
    return List.of(StoredJson.read(stored, String[].class));
  }
}
