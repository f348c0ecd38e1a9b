package io.bailiwick.cluster;

/** What becomes of asking a member to leave. */
public sealed interface LeaveReply {

  /**
   * It is leaving, from now on or already.
   *
   * @param state at least {@link MemberState#LEAVING}
   */
  record Leaving(String address, MemberState state) implements LeaveReply {}

  /** There is no such member, or not any more. */
  record NoMember(String address) implements LeaveReply {}

  /** Nobody would be left to serve. */
  record LastMember(String address) implements LeaveReply {}

  /** Who decides did not answer; asking again is harmless. */
  record Unavailable(String reason) implements LeaveReply {}
}
