package io.bailiwick.config;

/** Logs on standard output. Node-local. Reasons are in {@code bailiwick/log.conf}. */
public record LogSettings(Format format, Level level) {

  /** How a line looks. */
  public enum Format {
    PLAIN,
    JSON
  }

  /** The least serious thing that is written. */
  public enum Level {
    ERROR,
    WARN,
    INFO,
    DEBUG
  }

  static LogSettings read(SettingReader reader) {
    return new LogSettings(
        reader.choice("log.format", Format.class), reader.choice("log.level", Level.class));
  }
}
