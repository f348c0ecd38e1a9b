package io.bailiwick.protocol;

/** Who waits for a reply outside the protocol. Made by the host, opaque to participants. */
public interface Caller {}
