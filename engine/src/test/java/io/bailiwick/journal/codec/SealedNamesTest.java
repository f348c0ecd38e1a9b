package io.bailiwick.journal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.AnnotatedClass;
import com.fasterxml.jackson.databind.introspect.AnnotatedClassResolver;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import io.bailiwick.policy.PolicyCommand;
import io.bailiwick.policy.PolicyReply;
import io.bailiwick.protocol.Effect;
import io.bailiwick.protocol.EntityMessage;
import io.bailiwick.protocol.Wish;
import io.bailiwick.reservation.BookEvent;
import io.bailiwick.reservation.Recent;
import io.bailiwick.reservation.ReservationCommand;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.scope.BudgetCommand;
import io.bailiwick.scope.BudgetReply;
import io.bailiwick.scope.ScopeEvent;
import io.bailiwick.tenant.TenantCommand;
import io.bailiwick.tenant.TenantReply;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever adds an event, a message or a reply must give it a name, or this says so. */
class SealedNamesTest {

  private final ObjectMapper mapper = StoredForm.mapper();

  @ParameterizedTest
  @ValueSource(
      classes = {
        ScopeEvent.class,
        BookEvent.class,
        Effect.class,
        Recent.Item.class,
        EntityMessage.class,
        Wish.class,
        ReservationCommand.class,
        BudgetCommand.class,
        TenantCommand.class,
        PolicyCommand.class,
        ReservationReply.class,
        ReservationReply.Success.class,
        BudgetReply.class,
        TenantReply.class,
        PolicyReply.class
      })
  void everyCaseHasAName(Class<?> closed) {
    JavaType type = mapper.constructType(closed);
    AnnotatedClass annotated =
        AnnotatedClassResolver.resolve(
            mapper.getSerializationConfig(), type, mapper.getSerializationConfig());
    Collection<NamedType> named =
        mapper
            .getSubtypeResolver()
            .collectAndResolveSubtypesByTypeId(mapper.getDeserializationConfig(), annotated);
    List<Class<?>> given =
        named.stream()
            .filter(one -> one.hasName() && !one.getType().isInterface())
            .<Class<?>>map(NamedType::getType)
            .toList();
    assertThat(given).containsExactlyInAnyOrderElementsOf(cases(closed).toList());
    assertThat(named.stream().map(NamedType::getName)).doesNotHaveDuplicates();
  }

  private static Stream<Class<?>> cases(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(SealedNamesTest::cases)
        : Stream.of(type);
  }
}
