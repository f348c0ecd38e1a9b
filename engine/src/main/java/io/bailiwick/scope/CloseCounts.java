package io.bailiwick.scope;

/**
 * What the close of a tenant has ended, the tenant aside. Each is 0 or more.
 *
 * @param budgets ledgers that were closed
 * @param webhooks subscriptions that were disabled
 * @param keys that were revoked
 * @param reservations that were released; null where that is not known yet
 */
public record CloseCounts(long budgets, long webhooks, long keys, Long reservations) {

  CloseCounts with(long released) {
    return new CloseCounts(budgets, webhooks, keys, released);
  }
}
