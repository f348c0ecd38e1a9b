package io.bailiwick.entity;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.bailiwick.cluster.LeaveReply;
import io.bailiwick.cluster.NodeReport;
import io.bailiwick.journal.codec.StoredForm;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * What the agents of nodes tell each other. A node of another version that says something unknown
 * counts as silent. Thread-safe.
 */
public final class NodeMessageSerializer extends SerializerWithStringManifest {

  /** Known to all nodes; never changed. */
  static final int IDENTIFIER = 78_789;

  /** The names are known to all nodes; never changed. */
  private static final Map<Class<?>, String> MANIFESTS =
      Map.of(
          NodeMessage.Report.class, "report.1",
          NodeMessage.Leave.class, "leave.1",
          NodeMessage.HandoversBegun.class, "handovers-begun.1",
          NodeMessage.HandoverEnded.class, "handover-ended.1",
          NodeReport.class, "node-report.1",
          LeaveReply.Leaving.class, "leaving.1",
          LeaveReply.NoMember.class, "no-member.1",
          LeaveReply.LastMember.class, "last-member.1",
          LeaveReply.Unavailable.class, "unavailable.1");

  private final Map<String, StoredForm<Object>> forms = new HashMap<>();

  public NodeMessageSerializer(ExtendedActorSystem system) {
    // Not yet: the system is still being made.
    Supplier<ActorRefResolver> refs = () -> ActorRefResolver.get(Adapter.toTyped(system));
    SimpleModule addresses = new SimpleModule("addresses");
    addresses.addSerializer(new RefWriter(refs));
    addresses.addDeserializer(ActorRef.class, new RefReader(refs));
    ObjectMapper mapper = StoredForm.mapper(addresses);
    MANIFESTS.forEach((type, manifest) -> forms.put(manifest, form(mapper, type)));
  }

  @SuppressWarnings("unchecked") // Only values of the type are ever given to its form.
  private static StoredForm<Object> form(ObjectMapper mapper, Class<?> type) {
    return (StoredForm<Object>) StoredForm.of(mapper, type);
  }

  /** What this serializer is for. */
  static List<Class<?>> types() {
    return List.of(NodeMessage.Sent.class, NodeReport.class, LeaveReply.class);
  }

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object object) {
    String manifest = MANIFESTS.get(object.getClass());
    if (manifest == null) {
      throw new IllegalArgumentException("is no message: " + object.getClass().getName());
    }
    return manifest;
  }

  @Override
  public byte[] toBinary(Object object) {
    try {
      return forms.get(manifest(object)).write(object);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot be sent: " + object.getClass().getName(), e);
    }
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    StoredForm<Object> form = forms.get(manifest);
    if (form == null) {
      throw new NotSerializableException("not a message of this version: " + manifest);
    }
    try {
      return form.read(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("not a " + manifest, e);
    }
  }

  private static final class RefWriter extends StdSerializer<ActorRef<?>> {
    private static final long serialVersionUID = 1;
    private final transient Supplier<ActorRefResolver> refs;

    private RefWriter(Supplier<ActorRefResolver> refs) {
      super(ActorRef.class, false);
      this.refs = refs;
    }

    @Override
    public void serialize(ActorRef<?> ref, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(refs.get().toSerializationFormat(ref));
    }
  }

  @SuppressWarnings("rawtypes") // Jackson knows classes, not what they are of.
  private static final class RefReader extends StdDeserializer<ActorRef> {
    private static final long serialVersionUID = 1;
    private final transient Supplier<ActorRefResolver> refs;

    private RefReader(Supplier<ActorRefResolver> refs) {
      super(ActorRef.class);
      this.refs = refs;
    }

    @Override
    public ActorRef deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return refs.get().resolveActorRef(in.getText());
    }
  }
}
