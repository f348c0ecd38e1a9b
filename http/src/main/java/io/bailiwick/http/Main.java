package io.bailiwick.http;

/** Entry point of the server process. */
public final class Main {

  private Main() {}

  /**
   * Prints the version.
   *
   * @param args ignored
   */
  public static void main(String[] args) {
    System.out.println("bailiwick " + Main.class.getPackage().getImplementationVersion());
  }
}
