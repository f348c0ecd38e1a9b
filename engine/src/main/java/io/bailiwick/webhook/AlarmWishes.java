package io.bailiwick.webhook;

import io.bailiwick.record.EventType;
import io.bailiwick.record.RateKind;
import io.bailiwick.record.RateTerms;
import io.bailiwick.scope.BurnTerms;
import java.util.List;
import java.util.Map;

/**
 * Of which alarms a subscription wants to be told (governance, WebhookThresholdConfig); what it
 * does not say is the protocol's.
 *
 * @param utilizations in millionths, ascending
 * @param burn by which a ledger is spent too fast
 * @param rates of each kind, from when on there are too many
 */
public record AlarmWishes(
    List<Integer> utilizations, BurnTerms burn, Map<RateKind, RateTerms> rates) {

  /** Whether an event of that type is wanted; one that is no alarm always is. */
  boolean want(EventType type, AlarmFigure figure) {
    return switch (figure) {
      case null -> true;
      case AlarmFigure.Crossed(int millionths) -> utilizations.contains(millionths);
      case AlarmFigure.Burned(BurnTerms terms) -> burn.equals(terms);
      case AlarmFigure.Spiked(RateTerms terms) ->
          RateKind.ofTold(type).map(rates::get).filter(terms::equals).isPresent();
    };
  }
}
