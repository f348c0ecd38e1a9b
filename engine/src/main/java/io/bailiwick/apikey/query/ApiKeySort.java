package io.bailiwick.apikey.query;

/** What a list of keys can be sorted by. */
public enum ApiKeySort {
  KEY_ID,
  NAME,
  TENANT_ID,
  STATUS,
  /** The default, descending. */
  CREATED_AT,
  EXPIRES_AT
}
