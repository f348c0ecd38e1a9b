/**
 * Subscriptions as rows: made, changed, removed and looked up, their secrets encrypted; probes,
 * replays, and the deliveries that follow from them.
 */
package io.bailiwick.webhook.query;
