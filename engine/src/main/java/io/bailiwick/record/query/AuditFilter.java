package io.bailiwick.record.query;

import java.util.List;

/**
 * Which audit entries are wanted; all that is not null or empty must hold.
 *
 * @param tenant as it stands in an entry, which may be none's id
 * @param operations one of them
 * @param resourceTypes one of them
 * @param errorCodes one of them; a success has none
 * @param errorCodesExcluded none of them; a success has none
 * @param status of HTTP; not together with the bounds
 * @param statusMin inclusive
 * @param statusMax inclusive
 * @param fromMs in milliseconds since 1970, inclusive
 * @param toMs the same
 * @param search part of resource id, log id, error code or operation, whatever the case
 */
public record AuditFilter(
    String tenant,
    String keyId,
    List<String> operations,
    List<String> resourceTypes,
    String resourceId,
    List<String> errorCodes,
    List<String> errorCodesExcluded,
    Integer status,
    Integer statusMin,
    Integer statusMax,
    Long fromMs,
    Long toMs,
    String search,
    String traceId,
    String requestId) {

  /** The same up to a time. */
  public AuditFilter until(long ms) {
    return new AuditFilter(
        tenant,
        keyId,
        operations,
        resourceTypes,
        resourceId,
        errorCodes,
        errorCodesExcluded,
        status,
        statusMin,
        statusMax,
        fromMs,
        ms,
        search,
        traceId,
        requestId);
  }

  /** All of them. */
  public static final AuditFilter ALL =
      new AuditFilter(
          null, null, List.of(), List.of(), null, List.of(), List.of(), null, null, null, null,
          null, null, null, null);
}
