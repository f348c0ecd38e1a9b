package io.bailiwick.projection;

/**
 * The order of all statements in a transaction: what makes a row before what changes it, and what
 * removes it last. Statements that can meet in one row have different ranks.
 */
public final class TableRanks {

  public static final int RESERVATION_INSERT = 10;
  public static final int RESERVATION_EXTEND = 20;
  public static final int RESERVATION_END = 25;
  public static final int RESERVATION_BALANCES = 30;
  public static final int RESERVATION_DELETE = 40;
  public static final int ANSWER = 50;
  public static final int BOOK = 55;
  public static final int LEDGER = 60;
  public static final int TENANT = 65;
  public static final int KEY_INSERT = 70;
  public static final int KEY_UPDATE = 72;
  public static final int KEY_USED = 74;
  public static final int KEY_REVOKE = 76;
  public static final int OLD_ANSWER_DELETE = 80;
  public static final int OLD_RESERVATION_DELETE = 82;
  public static final int EVENT = 90;
  public static final int AUDIT = 91;
  public static final int OLD_EVENT_DELETE = 95;
  public static final int OLD_AUDIT_DELETE = 96;

  private TableRanks() {}
}
