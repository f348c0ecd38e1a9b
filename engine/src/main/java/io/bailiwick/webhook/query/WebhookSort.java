package io.bailiwick.webhook.query;

/** What a list of subscriptions can be sorted by. */
public enum WebhookSort {
  URL,
  TENANT_ID,
  STATUS,
  /** The default, descending. */
  CONSECUTIVE_FAILURES
}
