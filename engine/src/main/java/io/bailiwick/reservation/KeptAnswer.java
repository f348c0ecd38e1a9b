package io.bailiwick.reservation;

/**
 * The answer that a repeated request gets.
 *
 * @param endpoint the namespace of the key, see {@link Endpoint}
 * @param atMs of the first answer
 */
public record KeptAnswer(
    String endpoint, RequestKey key, ReservationReply.Success answer, long atMs) {}
