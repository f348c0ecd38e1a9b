package io.bailiwick.entity;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.bailiwick.journal.codec.StoredForm;
import io.bailiwick.policy.PolicyReply;
import io.bailiwick.protocol.Caller;
import io.bailiwick.protocol.EntityId;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.scope.BudgetReply;
import io.bailiwick.tenant.TenantReply;
import java.io.IOException;
import java.io.NotSerializableException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** Messages and replies between nodes. Thread-safe. */
public final class MessageSerializer extends SerializerWithStringManifest {

  /** Known to all nodes; never changed. */
  static final int IDENTIFIER = 78_788;

  private static final String MESSAGE = "message.1";
  private static final String RESERVATION_REPLY = "reservation-reply.1";
  private static final String BUDGET_REPLY = "budget-reply.1";
  private static final String TENANT_REPLY = "tenant-reply.1";
  private static final String POLICY_REPLY = "policy-reply.1";

  private final StoredForm<Envelope> message;
  private final StoredForm<ReservationReply> reservationReply;
  private final StoredForm<BudgetReply> budgetReply;
  private final StoredForm<TenantReply> tenantReply;
  private final StoredForm<PolicyReply> policyReply;

  public MessageSerializer(ExtendedActorSystem system) {
    // Not yet: the system is still being made.
    Supplier<ActorRefResolver> refs = () -> ActorRefResolver.get(Adapter.toTyped(system));
    ObjectMapper mapper =
        StoredForm.mapper(
            new SimpleModule("addresses")
                .addSerializer(EntityId.class, new IdWriter())
                .addDeserializer(EntityId.class, new IdReader())
                .addSerializer(Caller.class, new CallerWriter(refs))
                .addDeserializer(Caller.class, new CallerReader(refs)));
    message = StoredForm.of(mapper, Envelope.class);
    reservationReply = StoredForm.of(mapper, ReservationReply.class);
    budgetReply = StoredForm.of(mapper, BudgetReply.class);
    tenantReply = StoredForm.of(mapper, TenantReply.class);
    policyReply = StoredForm.of(mapper, PolicyReply.class);
  }

  /** What this serializer is for. */
  static List<Class<?>> types() {
    return List.of(
        Envelope.class,
        ReservationReply.class,
        BudgetReply.class,
        TenantReply.class,
        PolicyReply.class);
  }

  @Override
  public int identifier() {
    return IDENTIFIER;
  }

  @Override
  public String manifest(Object object) {
    return switch (object) {
      case Envelope envelope -> MESSAGE;
      case ReservationReply reply -> RESERVATION_REPLY;
      case BudgetReply reply -> BUDGET_REPLY;
      case TenantReply reply -> TENANT_REPLY;
      case PolicyReply reply -> POLICY_REPLY;
      default -> throw unknown(object);
    };
  }

  @Override
  public byte[] toBinary(Object object) {
    try {
      return switch (object) {
        case Envelope envelope -> message.write(envelope);
        case ReservationReply reply -> reservationReply.write(reply);
        case BudgetReply reply -> budgetReply.write(reply);
        case TenantReply reply -> tenantReply.write(reply);
        case PolicyReply reply -> policyReply.write(reply);
        default -> throw unknown(object);
      };
    } catch (IOException e) {
      throw new UncheckedIOException("cannot be sent: " + object.getClass().getName(), e);
    }
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) throws NotSerializableException {
    try {
      return switch (manifest) {
        case MESSAGE -> message.read(bytes);
        case RESERVATION_REPLY -> reservationReply.read(bytes);
        case BUDGET_REPLY -> budgetReply.read(bytes);
        case TENANT_REPLY -> tenantReply.read(bytes);
        case POLICY_REPLY -> policyReply.read(bytes);
        default -> throw new NotSerializableException("not a message of this version: " + manifest);
      };
    } catch (NotSerializableException e) {
      throw e;
    } catch (IOException e) {
      throw new UncheckedIOException("not a " + manifest, e);
    }
  }

  private static IllegalArgumentException unknown(Object object) {
    return new IllegalArgumentException("is no message: " + object.getClass().getName());
  }

  private static final class IdWriter extends StdSerializer<EntityId> {
    private static final long serialVersionUID = 1;

    private IdWriter() {
      super(EntityId.class);
    }

    @Override
    public void serialize(EntityId id, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(id.text());
    }
  }

  private static final class IdReader extends StdDeserializer<EntityId> {
    private static final long serialVersionUID = 1;

    private IdReader() {
      super(EntityId.class);
    }

    @Override
    public EntityId deserialize(JsonParser in, DeserializationContext context) throws IOException {
      return EntityId.parse(in.getText());
    }
  }

  /** As {@code kind address}. */
  private static final class CallerWriter extends StdSerializer<Caller> {
    private static final long serialVersionUID = 1;
    private final transient Supplier<ActorRefResolver> refs;

    private CallerWriter(Supplier<ActorRefResolver> refs) {
      super(Caller.class);
      this.refs = refs;
    }

    @Override
    public void serialize(Caller caller, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      AskCaller ask = (AskCaller) caller;
      out.writeString(ask.kind().name() + ' ' + refs.get().toSerializationFormat(ask.replyTo()));
    }
  }

  private static final class CallerReader extends StdDeserializer<Caller> {
    private static final long serialVersionUID = 1;
    private final transient Supplier<ActorRefResolver> refs;

    private CallerReader(Supplier<ActorRefResolver> refs) {
      super(Caller.class);
      this.refs = refs;
    }

    @Override
    public Caller deserialize(JsonParser in, DeserializationContext context) throws IOException {
      String[] parts = in.getText().split(" ", 2);
      return new AskCaller(refs.get().resolveActorRef(parts[1]), AskCaller.Kind.valueOf(parts[0]));
    }
  }
}
