package io.bailiwick.entity;

import io.bailiwick.cluster.Member;
import io.bailiwick.cluster.MemberState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.UniqueAddress;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The members of the cluster as gossip has told this node, and the way to their agents.
 * Thread-safe; each call looks anew.
 */
final class Members {

  private final ActorSystem<?> system;
  private final Cluster cluster;

  Members(ActorSystem<?> system) {
    this.system = system;
    this.cluster = Cluster.get(system);
  }

  /** All of them, the oldest first. */
  List<Member> all() {
    var observers = cluster.readView().reachability().observersGroupedByUnreachable();
    List<org.apache.pekko.cluster.Member> members = pekko();
    Address leader = cluster.state().getLeader();
    Address oldest = oldest(members).orElse(null);
    return members.stream()
        .map(
            member -> {
              var by = observers.get(member.uniqueAddress());
              return new Member(
                  name(member.address()),
                  state(member.status()),
                  by.isEmpty() ? List.of() : names(CollectionConverters.asJava(by.get())),
                  roles(member),
                  member.appVersion().version(),
                  member.address().equals(oldest),
                  member.address().equals(leader));
            })
        .toList();
  }

  /** As Pekko has them, the oldest first; those that have not been up yet come last. */
  List<org.apache.pekko.cluster.Member> pekko() {
    List<org.apache.pekko.cluster.Member> members = new ArrayList<>();
    cluster.state().getMembers().forEach(members::add);
    members.sort(
        Comparator.comparingInt(org.apache.pekko.cluster.Member::upNumber)
            .thenComparing(member -> name(member.address())));
    return members;
  }

  /** {@code host:port} of this node. */
  String self() {
    return name(cluster.selfAddress());
  }

  /** {@code host:port} of whoever owns that path. */
  String nameOf(Address address) {
    return address.hasLocalScope() ? self() : name(address);
  }

  /** {@code host:port} of who lets members in and out; of this node while nobody does. */
  String leader() {
    return Optional.ofNullable(cluster.state().getLeader()).map(Members::name).orElse(self());
  }

  boolean isUnreachable(org.apache.pekko.cluster.Member member) {
    return cluster.state().getUnreachable().contains(member);
  }

  /** The agent of the member of that address, whether it runs or not. */
  ActorRef<NodeMessage> agent(String name) {
    return ActorRefResolver.get(system)
        .resolveActorRef("pekko://%s@%s/system/%s".formatted(system.name(), name, NodeAgent.NAME));
  }

  static String name(Address address) {
    return address.getHost().orElse("") + ':' + address.getPort().orElse(0);
  }

  static MemberState state(MemberStatus status) {
    if (status.equals(MemberStatus.joining())) {
      return MemberState.JOINING;
    }
    if (status.equals(MemberStatus.weaklyUp())) {
      return MemberState.WEAKLY_UP;
    }
    if (status.equals(MemberStatus.leaving())) {
      return MemberState.LEAVING;
    }
    if (status.equals(MemberStatus.exiting())) {
      return MemberState.EXITING;
    }
    if (status.equals(MemberStatus.down())) {
      return MemberState.DOWN;
    }
    // Two more follow on Up when a whole cluster is told to get ready for its end.
    return status.equals(MemberStatus.removed()) ? MemberState.REMOVED : MemberState.UP;
  }

  /** Without the name of its data centre, which Pekko puts among them. */
  private static List<String> roles(org.apache.pekko.cluster.Member member) {
    return member.getRoles().stream().filter(role -> !role.startsWith("dc-")).sorted().toList();
  }

  private static Optional<Address> oldest(List<org.apache.pekko.cluster.Member> members) {
    return members.stream()
        .filter(
            member -> {
              MemberState state = state(member.status());
              return state == MemberState.UP || state == MemberState.LEAVING;
            })
        .map(org.apache.pekko.cluster.Member::address)
        .filter(Objects::nonNull)
        .findFirst();
  }

  private static List<String> names(Set<UniqueAddress> addresses) {
    return addresses.stream().map(address -> name(address.address())).sorted().toList();
  }
}
