package io.bailiwick.entity;

import io.bailiwick.journal.MemberRegister;
import io.bailiwick.journal.Store;
import io.bailiwick.time.Stopwatch;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.pekko.Done;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.setup.Setup;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Down;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that one database has one cluster. Members count in a table of the shared database,
 * and a node founds a cluster only when nobody has counted there for {@link #QUIET_LOOKS} looks in
 * a row, or nobody is entered at all. A member whose cluster was given up for lost, and that finds
 * another one in its place, goes.
 *
 * <p>Everything happens on one thread of its own, every second. A database that does not answer
 * proves nothing: members go on, and nobody founds.
 */
public final class Founding extends Setup {

  private static final Logger LOG = LoggerFactory.getLogger(Founding.class);

  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /**
   * Longer than members need to count again after the database was away for all: a connection that
   * is lost, and a new one. So long a cluster waits that was killed as a whole.
   */
  static final int QUIET_LOOKS = 10;

  /** For the last statement; a row that stays only makes the next founder wait. */
  private static final Duration LEAVES_WITHIN = Duration.ofSeconds(1);

  private enum Standing {
    /** Not yet a member: looks. */
    OUTSIDE,
    /** May found, or has: counts. */
    FOUNDER,
    /** Counts. */
    MEMBER,
    /** Was told to end, or has to. */
    OVER
  }

  private final Store store;
  private final Stopwatch sinceStart = Stopwatch.start();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("founding").factory());

  private ActorSystem<?> system;
  private MemberRegister register;
  private List<Address> otherSeeds = List.of();
  private boolean foundsBySeed;
  private Standing standing = Standing.OUTSIDE;
  private Set<MemberRegister.Row> seen;
  private int quietLooks;
  private boolean isDatabaseAway;

  Founding(Store store) {
    this.store = store;
  }

  static Founding of(ActorSystem<?> system) {
    return system.settings().setup().get(Founding.class).orElseThrow();
  }

  /**
   * Begins to look, and joins through seed nodes if there are any. The first of them may found.
   *
   * @param seedNodes each {@code host:port}; none if somebody else looks for the others
   */
  void begin(ActorSystem<?> ofNode, List<String> seedNodes) {
    system = ofNode;
    Cluster cluster = Cluster.get(system);
    Address self = cluster.selfMember().address();
    register =
        store.memberRegister(
            self.hostPort().substring(self.hostPort().indexOf('@') + 1),
            cluster.selfMember().uniqueAddress().longUid());
    List<Address> seeds =
        seedNodes.stream()
            .map(
                node -> {
                  int colon = node.lastIndexOf(':');
                  return new Address(
                      self.protocol(),
                      self.system(),
                      node.substring(0, colon),
                      Integer.parseInt(node.substring(colon + 1)));
                })
            .toList();
    otherSeeds = seeds.stream().filter(seed -> !seed.equals(self)).toList();
    foundsBySeed = !seeds.isEmpty() && seeds.getFirst().equals(self);
    if (!otherSeeds.isEmpty()) {
      cluster.manager().tell(new JoinSeedNodes(otherSeeds));
    }
    thread.scheduleWithFixedDelay(this::turn, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Whether this node may found a cluster; if so, nobody else may. False in doubt. */
  public CompletionStage<Boolean> mayFound() {
    return CompletableFuture.supplyAsync(
            () -> {
              try {
                return standing == Standing.FOUNDER || claims();
              } catch (SQLException e) {
                databaseIsAway(e);
                return false;
              }
            },
            thread)
        .exceptionally(over -> false);
  }

  /** Removes this node from the register. Its actors have ended. */
  CompletionStage<Done> end() {
    CompletableFuture<Done> ended = new CompletableFuture<>();
    if (register == null || thread.isShutdown()) {
      ended.complete(Done.getInstance());
      return ended;
    }
    thread.execute(
        () -> {
          boolean wasEntered = standing == Standing.FOUNDER || standing == Standing.MEMBER;
          standing = Standing.OVER;
          try (MemberRegister closing = register) {
            if (wasEntered && !isDatabaseAway) {
              closing.leave();
            }
          } catch (SQLException e) {
            LOG.info("this node stays in the register of members: {}", e.getMessage());
          }
          ended.complete(Done.getInstance());
        });
    thread.shutdown();
    return ended.completeOnTimeout(
        Done.getInstance(), LEAVES_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void turn() {
    try {
      switch (standing) {
        case OUTSIDE -> outside();
        case FOUNDER, MEMBER -> count();
        case OVER -> {
          return;
        }
      }
      if (isDatabaseAway) {
        isDatabaseAway = false;
        LOG.info("the register of members answers again");
      }
    } catch (SQLException e) {
      databaseIsAway(e);
    } catch (RuntimeException e) {
      // A task that throws is not run again.
      LOG.error("the register of members was not looked at: a bug", e);
    }
  }

  private void databaseIsAway(SQLException e) {
    quietLooks = 0;
    if (!isDatabaseAway) {
      isDatabaseAway = true;
      LOG.warn("the register of members does not answer: {}", e.getMessage());
    }
  }

  private void outside() throws SQLException {
    if (isMember()) {
      count();
      return;
    }
    look();
    if (foundsBySeed && claims()) {
      List<Address> seeds = new ArrayList<>();
      seeds.add(Cluster.get(system).selfMember().address());
      seeds.addAll(otherSeeds);
      Cluster.get(system).manager().tell(new JoinSeedNodes(seeds));
    } else if (foundsBySeed && otherSeeds.isEmpty() && isTooLate()) {
      standing = Standing.OVER;
      LOG.error("a cluster lives on this database, and cluster.seed-nodes names nobody of it");
      CoordinatedShutdown.get(system).runAll(CoordinatedShutdown.clusterJoinUnsuccessfulReason());
    }
  }

  private void look() throws SQLException {
    Set<MemberRegister.Row> now = register.others();
    if (seen == null && !now.isEmpty()) {
      LOG.info(
          "a cluster is known to the database, this node founds none while it lives: {}",
          now.stream().map(MemberRegister.Row::address).sorted().toList());
    }
    quietLooks = now.equals(seen) ? quietLooks + 1 : 0;
    seen = now;
  }

  private boolean claims() throws SQLException {
    boolean isFree =
        standing == Standing.OUTSIDE
            && seen != null
            && (seen.isEmpty() || quietLooks >= QUIET_LOOKS)
            && register.found(seen);
    if (isFree) {
      standing = Standing.FOUNDER;
      LOG.info("no cluster lives on this database: this node may found one");
    }
    return isFree;
  }

  private void count() throws SQLException {
    if (register.beat()) {
      return;
    }
    if (register.enter(incarnations())) {
      standing = Standing.MEMBER;
    } else {
      standing = Standing.OVER;
      LOG.error(
          "this node's cluster did not reach the database for too long, and another one was"
              + " founded there: this node leaves, to join it");
      Cluster cluster = Cluster.get(system);
      cluster.manager().tell(new Down(cluster.selfMember().address()));
    }
  }

  private Set<Long> incarnations() {
    return StreamSupport.stream(Cluster.get(system).state().getMembers().spliterator(), false)
        .map(member -> member.uniqueAddress().longUid())
        .collect(Collectors.toSet());
  }

  private boolean isMember() {
    MemberStatus status = Cluster.get(system).selfMember().status();
    return status.equals(MemberStatus.up())
        || status.equals(MemberStatus.leaving())
        || status.equals(MemberStatus.exiting());
  }

  private boolean isTooLate() {
    Duration within =
        system
            .settings()
            .config()
            .getDuration("pekko.cluster.shutdown-after-unsuccessful-join-seed-nodes");
    return sinceStart.elapsedNanos() > within.toNanos();
  }
}
