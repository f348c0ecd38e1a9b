package io.bailiwick.http;

/** Entry point of the server process. The launcher passes its command and the options after it. */
public final class Main {

  private Main() {}

  /**
   * Prints the version.
   *
   * @param args the launcher's command, such as {@code version}
   */
  public static void main(String[] args) {
    System.out.println("bailiwick " + Main.class.getPackage().getImplementationVersion());
  }
}
