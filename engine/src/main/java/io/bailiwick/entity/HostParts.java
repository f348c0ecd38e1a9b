package io.bailiwick.entity;

import java.time.Duration;
import java.time.InstantSource;

/**
 * What all hosts of a node share.
 *
 * @param stashMax messages that wait while the journal is read; further ones are lost
 * @param batchMax events in one write of an entity, at most
 * @param snapshotEvery writes of an entity between two snapshots, at least
 * @param stopTimeout how long an entity that stops waits for its last writes
 * @param idleLookInterval an entity that had no message between several such looks leaves memory
 */
record HostParts(
    Post post,
    LookUps lookUps,
    Rivals rivals,
    CloseHook closeHook,
    WatchedAlarms watched,
    InstantSource clock,
    EntityObserver observer,
    LiveReservations live,
    int stashMax,
    int batchMax,
    int snapshotEvery,
    Duration stopTimeout,
    Duration idleLookInterval) {}
