package io.bailiwick.http.error;

import io.bailiwick.record.FailedRequest;
import io.bailiwick.record.Json;
import io.bailiwick.record.ReservationData;

/**
 * A live request of an agent that was denied, as it is recorded.
 *
 * @param data what its event says
 * @param amount that was asked for, in the form of the wire, or null
 * @param asked what else the request wanted
 */
public record Denial(
    ReservationData.ReservationDenied data, Json amount, FailedRequest.Asked asked) {}
