package io.bailiwick.reservation;

/**
 * Who wants to do what, kept for readers and never looked into by the engine.
 *
 * @param subject canonical JSON
 * @param action canonical JSON
 * @param metadata canonical JSON, or null
 */
public record Purpose(String subject, String action, String metadata) {}
