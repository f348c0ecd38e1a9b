/**
 * Everything that was recorded under one id, in the order of time: decisions, events, audit entries
 * and deliveries of webhooks.
 */
package io.bailiwick.timeline.query;
