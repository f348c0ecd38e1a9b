/**
 * Webhooks: who wants to be told of which events, where, and signed with what. The rules that no
 * stored subscription breaks; tables are in {@code query}.
 */
package io.bailiwick.webhook;
