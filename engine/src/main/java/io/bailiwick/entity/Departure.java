package io.bailiwick.entity;

import java.util.Optional;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.CoordinatedShutdown.Reason;
import org.apache.pekko.actor.typed.ActorSystem;

/** Why a node's actors have stopped. */
public enum Departure {
  /** They were told to. */
  ORDERLY("the node was stopped"),
  /** Its cluster was asked to let it go. */
  LEFT("the node has left its cluster"),
  /** The others, or the node itself, decided that it is lost: started again, it is a new one. */
  DOWNED("the node was voted out of its cluster; it has to be started again"),
  /** Nobody of its cluster answered. */
  NOT_JOINED("the node found nobody to join"),
  /** It must not work with its cluster as it is configured. */
  DISAGREES("the settings of this node do not agree with its cluster's; the log says which"),
  /** Everything else. */
  BROKEN("the actors of the node have stopped by themselves");

  private final String words;

  Departure(String words) {
    this.words = words;
  }

  static Departure of(ActorSystem<?> system) {
    Optional<Reason> reason = CoordinatedShutdown.get(system).getShutdownReason();
    if (reason.isEmpty()) {
      return BROKEN;
    }
    Reason why = reason.get();
    if (why.equals(CoordinatedShutdown.clusterDowningReason())) {
      return DOWNED;
    }
    if (why.equals(CoordinatedShutdown.clusterLeavingReason())) {
      return LEFT;
    }
    if (why.equals(CoordinatedShutdown.clusterJoinUnsuccessfulReason())) {
      return NOT_JOINED;
    }
    if (why.equals(CoordinatedShutdown.incompatibleConfigurationDetectedReason())) {
      return DISAGREES;
    }
    return why.equals(CoordinatedShutdown.actorSystemTerminateReason()) ? ORDERLY : BROKEN;
  }

  @Override
  public String toString() {
    return words;
  }
}
