package io.bailiwick.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import io.bailiwick.cluster.JournalReport;
import io.bailiwick.cluster.LeaveReply;
import io.bailiwick.cluster.MemberState;
import io.bailiwick.cluster.NodeReport;
import java.io.NotSerializableException;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever agents tell each other can be told from another node. */
class NodeMessageSerializerTest {

  private static final JournalReport JOURNAL = new JournalReport(1, 2, 3, 4, 5, 6, 7);

  private final ActorTestKit kit =
      ActorTestKit.create(
          ConfigFactory.parseString("pekko.fail-mixed-versions = off")
              .withFallback(ConfigFactory.load()));
  private final NodeMessageSerializer serializer =
      new NodeMessageSerializer((ExtendedActorSystem) Adapter.toClassic(kit.system()));
  private final TestProbe<NodeReport> reports = kit.createTestProbe(NodeReport.class);
  private final TestProbe<LeaveReply> replies = kit.createTestProbe(LeaveReply.class);

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void everyMessageComesBackAsItWas() throws NotSerializableException {
    List<Object> all =
        Stream.of(
                new NodeMessage.Report(reports.ref()),
                new NodeMessage.Leave("10.0.0.1:7355", replies.ref()),
                new NodeMessage.HandoversBegun(List.of("1", "42"), "a:1"),
                new NodeMessage.HandoverEnded("42", "b:1", 17),
                new NodeReport(
                    5L,
                    List.of(new NodeReport.Shard("1", 3L), new NodeReport.Shard("2", null)),
                    1,
                    2,
                    3,
                    4L,
                    JOURNAL),
                new NodeReport(null, null, 0, 0, 0, null, JOURNAL),
                new LeaveReply.Leaving("a:1", MemberState.EXITING),
                new LeaveReply.NoMember("a:1"),
                new LeaveReply.LastMember("a:1"),
                new LeaveReply.Unavailable("why"))
            .<Object>map(message -> message)
            .toList();
    for (Object message : all) {
      byte[] bytes = serializer.toBinary(message);
      assertThat(serializer.fromBinary(bytes, serializer.manifest(message))).isEqualTo(message);
    }
    assertThat(all.stream().map(Object::getClass).distinct())
        .containsAll(List.of(NodeMessage.Sent.class.getPermittedSubclasses()))
        .containsAll(List.of(LeaveReply.class.getPermittedSubclasses()));
  }

  @Test
  void whatALaterVersionSaysIsRefusedAndNotMisread() {
    assertThatThrownBy(() -> serializer.fromBinary(new byte[0], "report.2"))
        .isInstanceOf(NotSerializableException.class);
  }
}
