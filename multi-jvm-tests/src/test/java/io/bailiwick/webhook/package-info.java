/** Webhooks from outside: subscriptions, whose they are, where they may lead, and probes. */
package io.bailiwick.webhook;
