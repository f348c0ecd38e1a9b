package io.bailiwick.http.error;

import io.bailiwick.apikey.ApiKey;

/**
 * A tenant's key that came with a request and is no good, as it is recorded.
 *
 * @param key that it was, or null where nobody knows one
 * @param reason a word such as KEY_REVOKED
 */
public record BadKey(ApiKey key, String reason) {}
