package io.bailiwick.webhook;

/** Transitions: PENDING to each of the others, RETRYING to itself and the last two, which stay. */
public enum DeliveryStatus {
  PENDING,
  RETRYING,
  SUCCESS,
  FAILED
}
