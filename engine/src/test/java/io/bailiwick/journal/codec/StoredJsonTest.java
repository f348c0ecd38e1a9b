package io.bailiwick.journal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.amount.Amount;
import io.bailiwick.amount.Unit;
import io.bailiwick.refusal.Refusal;
import io.bailiwick.refusal.RefusalCode;
import io.bailiwick.reservation.ReservationId;
import io.bailiwick.reservation.ReservationReply;
import io.bailiwick.scope.Balance;
import io.bailiwick.scope.Figures;
import io.bailiwick.scope.ScopePath;
import io.bailiwick.tenant.TenantId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What was written by an earlier release must be read for ever, so each form is spelled out. */
class StoredJsonTest {

  private static final ScopePath SCOPE = new ScopePath("tenant:acme/app:chat");
  private static final ReservationId ID = ReservationId.of(new TenantId("acme"), 1, 2, 3);
  private static final Amount AMOUNT = new Amount(Unit.TOKENS, 7);
  private static final List<Balance> BALANCES =
      List.of(new Balance(SCOPE, Unit.TOKENS, new Figures(100, 10, 7, 1, 5, true)));
  private static final String BALANCES_STORED =
      "[{'scope':'tenant:acme/app:chat','unit':'TOKENS','figures':{'allocated':100,'spent':10,"
          + "'reserved':7,'debt':1,'overdraftLimit':5,'overLimit':true}}]";
  private static final String AMOUNT_STORED = "{'unit':'TOKENS','value':7}";

  @ParameterizedTest
  @MethodSource("answers")
  void answerHasThisStoredForm(ReservationReply.Success answer, String stored) {
    String text = stored.replace('\'', '"');
    assertThat(StoredJson.write(answer)).isEqualTo(text);
    assertThat(StoredJson.read(text, ReservationReply.Success.class)).isEqualTo(answer);
  }

  /** While nodes are updated one by one, those of before read what those of after have written. */
  @Test
  void answerOfALaterReleaseIsReadWithoutWhatIsNewInIt() {
    String text =
        "{'type':'released','released':{'unit':'TOKENS','value':7,'new':1},'balances':[],'more':{}}";
    assertThat(StoredJson.read(text.replace('\'', '"'), ReservationReply.Success.class))
        .isEqualTo(new ReservationReply.Released(AMOUNT, List.of()));
  }

  static Stream<Arguments> answers() {
    return Stream.of(
        Arguments.of(
            new ReservationReply.Reserved(ID, AMOUNT, SCOPE, 9, 4, BALANCES, null),
            "{'type':'reserved','reservation':'acme.1.2.3','reserved':"
                + AMOUNT_STORED
                + ",'scope':'tenant:acme/app:chat','expiresAtMs':9,'remainingTtlMs':4,'balances':"
                + BALANCES_STORED
                + "}"),
        Arguments.of(
            new ReservationReply.Judged(
                SCOPE,
                AMOUNT,
                Refusal.of(RefusalCode.UNIT_MISMATCH, "no")
                    .with("requested", 7L)
                    .with("expected_units", List.of("CREDITS")),
                List.of(),
                null),
            "{'type':'judged','scope':'tenant:acme/app:chat','estimate':"
                + AMOUNT_STORED
                + ",'denial':{'code':'UNIT_MISMATCH','message':'no','details':{'requested':7,"
                + "'expected_units':['CREDITS']}},'balances':[]}"),
        Arguments.of(
            new ReservationReply.Judged(SCOPE, AMOUNT, null, BALANCES, null),
            "{'type':'judged','scope':'tenant:acme/app:chat','estimate':"
                + AMOUNT_STORED
                + ",'balances':"
                + BALANCES_STORED
                + "}"),
        Arguments.of(
            new ReservationReply.Committed(AMOUNT, AMOUNT, List.of()),
            "{'type':'committed','charged':"
                + AMOUNT_STORED
                + ",'reserved':"
                + AMOUNT_STORED
                + ",'balances':[]}"),
        Arguments.of(
            new ReservationReply.Released(AMOUNT, List.of()),
            "{'type':'released','released':" + AMOUNT_STORED + ",'balances':[]}"),
        Arguments.of(
            new ReservationReply.Extended(9, 4, BALANCES),
            "{'type':'extended','expiresAtMs':9,'remainingTtlMs':4,'balances':"
                + BALANCES_STORED
                + "}"),
        Arguments.of(
            new ReservationReply.Debited(ID, AMOUNT, AMOUNT, List.of()),
            "{'type':'debited','event':'acme.1.2.3','actual':"
                + AMOUNT_STORED
                + ",'charged':"
                + AMOUNT_STORED
                + ",'balances':[]}"));
  }
}
