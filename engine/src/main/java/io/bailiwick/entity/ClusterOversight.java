package io.bailiwick.entity;

import io.bailiwick.cluster.ClusterView;
import io.bailiwick.cluster.LeaveReply;
import io.bailiwick.cluster.Member;
import io.bailiwick.cluster.MemberState;
import io.bailiwick.cluster.NodeGauges;
import io.bailiwick.cluster.NodeReport;
import io.bailiwick.cluster.OverdueWork;
import io.bailiwick.cluster.Oversight;
import io.bailiwick.cluster.TenantPlace;
import io.bailiwick.query.DueWork;
import io.bailiwick.tenant.TenantId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** Asks every node's agent and puts the answers together. Thread-safe. */
final class ClusterOversight implements Oversight {

  /** What has not answered by then is shown as silent. Longer than a node asks its own region. */
  private static final Duration ANSWER_TIMEOUT = Duration.ofMillis(1_200);

  private final ActorSystem<?> system;
  private final Members members;
  private final NodeAgent.Published published;
  private final LiveEntities entities;
  private final DueWork dueWork;
  private final TenantShards shards;
  private final InstantSource clock;

  ClusterOversight(
      ActorSystem<?> system,
      Members members,
      NodeAgent.Published published,
      LiveEntities entities,
      DueWork dueWork,
      TenantShards shards,
      InstantSource clock) {
    this.system = system;
    this.members = members;
    this.published = published;
    this.entities = entities;
    this.dueWork = dueWork;
    this.shards = shards;
    this.clock = clock;
  }

  @Override
  public CompletionStage<ClusterView> view() {
    long nowMs = clock.millis();
    CompletableFuture<OverdueWork> overdue =
        dueWork
            .overdue(nowMs)
            .toCompletableFuture()
            .copy()
            .orTimeout(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
            .exceptionally(failure -> null);
    return nodes()
        .thenCombine(
            overdue,
            (nodes, work) ->
                new ClusterView(nowMs, members.self(), nodes, published.handovers(), work));
  }

  @Override
  public CompletionStage<TenantPlace> place(TenantId tenant) {
    String shard = shards.shardId(tenant.value());
    return nodes().thenApply(nodes -> place(tenant, shard, nodes));
  }

  @Override
  public CompletionStage<LeaveReply> leave(String address) {
    String leader = members.leader();
    return AskPattern.<NodeMessage, LeaveReply>ask(
            members.agent(leader),
            replyTo -> new NodeMessage.Leave(address, replyTo),
            ANSWER_TIMEOUT,
            system.scheduler())
        .exceptionally(
            failure ->
                new LeaveReply.Unavailable(
                    "The cluster's leader, %s, did not answer".formatted(leader)));
  }

  @Override
  public NodeGauges gauges() {
    List<Member> all = members.all();
    Map<MemberState, Long> byState =
        all.stream().collect(Collectors.groupingBy(Member::state, Collectors.counting()));
    return new NodeGauges(
        byState,
        all.stream().filter(member -> !member.isReachable()).count(),
        published.shards(),
        published.handovers().underWay().size(),
        entities.live(Kinds.SCOPE),
        entities.live(Kinds.BOOK),
        entities.holds(),
        entities.unapplied());
  }

  static TenantPlace place(TenantId tenant, String shard, List<ClusterView.Node> nodes) {
    for (ClusterView.Node node : nodes) {
      if (node.report() != null && node.report().shard(shard).isPresent()) {
        Long entities = node.report().shard(shard).get().entities();
        return new TenantPlace(tenant, shard, node.member().address(), entities, silent(nodes));
      }
    }
    return new TenantPlace(tenant, shard, null, null, silent(nodes));
  }

  /** Those who did not say which shards they have. */
  private static List<String> silent(List<ClusterView.Node> nodes) {
    return nodes.stream()
        .filter(node -> node.report() == null || node.report().shards() == null)
        .map(node -> node.member().address())
        .toList();
  }

  private CompletionStage<List<ClusterView.Node>> nodes() {
    List<CompletableFuture<ClusterView.Node>> asked =
        members.all().stream().map(member -> ask(member).toCompletableFuture()).toList();
    return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
        .thenApply(done -> asked.stream().map(CompletableFuture::resultNow).toList());
  }

  private CompletionStage<ClusterView.Node> ask(Member member) {
    return AskPattern.<NodeMessage, NodeReport>ask(
            members.agent(member.address()),
            NodeMessage.Report::new,
            ANSWER_TIMEOUT,
            system.scheduler())
        .handle((report, failure) -> new ClusterView.Node(member, report));
  }
}
