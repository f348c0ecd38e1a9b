package io.bailiwick.entity;

import io.bailiwick.protocol.EntityId;
import io.bailiwick.protocol.EntityMessage;

/** A message on its way to an entity, wherever that lives. */
public record Envelope(EntityId to, EntityMessage message) {}
