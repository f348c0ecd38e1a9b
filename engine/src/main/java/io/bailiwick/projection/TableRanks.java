package io.bailiwick.projection;

/**
 * The order of all statements in a transaction: what makes a row before what changes it, and what
 * removes it last. Statements that can meet in one row have different ranks.
 */
public final class TableRanks {

  public static final int BULK_CLAIM = 1;
  public static final int BULK_ROW = 2;
  public static final int BULK_TAKE = 3;
  public static final int BULK_BEAT = 4;
  public static final int BULK_OUTCOME = 5;
  public static final int BULK_END = 6;
  public static final int BULK_ROWS_DELETE = 7;
  public static final int OLD_BULK_DELETE = 8;
  public static final int OLD_JOURNAL_DELETE = 9;
  public static final int RESERVATION_INSERT = 10;
  public static final int RESERVATION_EXTEND = 20;
  public static final int RESERVATION_END = 25;
  public static final int RESERVATION_BALANCES = 30;
  public static final int DECISION = 32;
  public static final int RESERVATION_DELETE = 40;
  public static final int DECISION_VOID = 41;
  public static final int SPIKE_INSERT = 45;
  public static final int SPIKE_DELETE = 46;
  public static final int ANSWER = 50;
  public static final int BOOK = 55;
  public static final int AUTHENTICATION_INSERT = 56;
  public static final int AUTHENTICATION_ADD = 57;
  public static final int OLD_AUTHENTICATION_DELETE = 58;
  public static final int LEDGER = 60;
  public static final int TENANT = 65;
  public static final int POLICY = 67;
  public static final int KEY_ROTATE = 69;
  public static final int KEY_INSERT = 70;
  public static final int KEY_PLACE_INSERT = 71;
  public static final int KEY_UPDATE = 72;
  public static final int KEY_PLACE_UPDATE = 73;
  public static final int KEY_USED = 74;
  public static final int KEY_PLACES_FORGET = 75;
  public static final int KEY_REVOKE = 76;
  public static final int KEY_EXPIRY = 77;
  public static final int OLD_ANSWER_DELETE = 80;
  public static final int OLD_DECISION_DELETE = 81;
  public static final int OLD_RESERVATION_DELETE = 82;
  public static final int OLD_DELIVERY_DELETE = 83;
  public static final int WEBHOOK_INSERT = 84;
  public static final int WEBHOOK_UPDATE = 85;
  public static final int WEBHOOK_CLAIM = 86;
  public static final int WEBHOOK_DISABLE = 87;
  public static final int REPLAY_BEGIN = 88;
  public static final int EVENT_TYPES_DELETE = 89;
  public static final int EVENT_TYPE_INSERT = 90;
  public static final int DELIVERY_INSERT = 91;
  public static final int DELIVERY_CANCEL = 92;
  public static final int REPLAY_END = 93;
  public static final int EVENT = 94;
  public static final int AUDIT = 95;
  public static final int OLD_EVENT_DELETE = 96;
  public static final int WEBHOOK_DELETE = 97;
  public static final int WEBHOOK_SECURITY = 98;
  public static final int OLD_AUDIT_DELETE = 99;

  private TableRanks() {}
}
