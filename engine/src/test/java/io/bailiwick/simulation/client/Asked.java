package io.bailiwick.simulation.client;

/** A request that is repeated until its outcome is known. */
final class Asked {

  private final Object command;
  private final boolean isRepeatable;
  private Object outcome;
  private int underWay;

  /**
   * @param isRepeatable whether asking twice does no more than asking once
   */
  Asked(Object command, boolean isRepeatable) {
    this.command = command;
    this.isRepeatable = isRepeatable;
  }

  Object command() {
    return command;
  }

  boolean isRepeatable() {
    return isRepeatable;
  }

  boolean isKnown() {
    return outcome != null;
  }

  boolean isUnderWay() {
    return underWay > 0;
  }

  void begun() {
    underWay++;
  }

  void over(Object definite) {
    underWay--;
    if (definite != null) {
      outcome = definite;
    }
  }
}
