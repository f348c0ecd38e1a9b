package io.bailiwick.http.trace;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import io.bailiwick.config.LogSettings;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Sets up the log, once, before anybody else writes to it. */
public final class LogSetup {
  /** One line an event; a stack trace only where a bug is reported. */
  private static final String PLAIN =
      "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{24} %msg%replace( request=%X{request_id}"
          + " trace=%X{trace_id} tenant=%X{tenant}){' request= trace= tenant=', ''}%n";

  /** Libraries that tell more of themselves than an operator wants to know. */
  private static final List<String> CHATTY =
      List.of("org.apache.pekko", "com.zaxxer.hikari", "slick", "org.postgresql");

  private LogSetup() {}

  public static void apply(LogSettings settings) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();

    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setName("console");
    console.setEncoder(encoder(settings.format(), context));
    console.start();

    context.getLogger("ROOT").setLevel(Level.valueOf(settings.level().name()));
    context.getLogger("ROOT").addAppender(console);
    // It warns of pekko-discovery, whose version is meant (docs/decisions/0001).
    context.getLogger("org.apache.pekko.util.ManifestInfo").setLevel(Level.ERROR);
    // Tells with a stack trace what Main tells in a line.
    context.getLogger("org.apache.pekko.io.TcpListener").setLevel(Level.OFF);
    if (settings.level() == LogSettings.Level.INFO) {
      CHATTY.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
    }
  }

  private static Encoder<ILoggingEvent> encoder(LogSettings.Format format, LoggerContext context) {
    return switch (format) {
      case PLAIN -> {
        PatternLayoutEncoder plain = new PatternLayoutEncoder();
        plain.setContext(context);
        plain.setPattern(PLAIN);
        plain.start();
        yield plain;
      }
      case JSON -> {
        JsonEncoder json = new JsonEncoder();
        json.setContext(context);
        json.setWithSequenceNumber(false);
        json.setWithNanoseconds(false);
        json.setWithContext(false);
        json.setWithFormattedMessage(true);
        json.setWithMessage(false);
        json.setWithArguments(false);
        json.start();
        yield json;
      }
    };
  }
}
