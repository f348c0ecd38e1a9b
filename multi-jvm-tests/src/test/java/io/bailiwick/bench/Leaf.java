package io.bailiwick.bench;

/**
 * A scope that is asked for, ready to be sent.
 *
 * @param tenant its id
 * @param scope its path
 * @param agentHeader the line with the tenant's key
 * @param subject as JSON
 */
record Leaf(String tenant, String scope, String agentHeader, String subject) {}
