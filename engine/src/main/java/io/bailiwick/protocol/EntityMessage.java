package io.bailiwick.protocol;

/** What can be said to a participant. Messages can be lost, repeated, delayed and reordered. */
public sealed interface EntityMessage permits ScopeMessage, BookMessage {}
