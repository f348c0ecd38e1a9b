package io.bailiwick.webhook;

import io.bailiwick.record.EventCategory;
import io.bailiwick.record.EventType;
import java.util.List;
import java.util.Optional;

/**
 * Which events are wanted: those of one of the types, and those of one of the categories.
 *
 * @param types without repetitions, in the order in which they were given
 * @param categories likewise
 */
public record EventSelection(List<EventType> types, List<EventCategory> categories) {

  public EventSelection {
    types = types.stream().distinct().toList();
    categories = categories.stream().distinct().toList();
  }

  /** Whether nothing is selected, which no subscription may do (governance, INVARIANT 1). */
  public boolean isEmpty() {
    return types.isEmpty() && categories.isEmpty();
  }

  public boolean selects(EventType type) {
    return types.contains(type) || categories.contains(type.category());
  }

  /**
   * The first type or category that only operators may see: a tenant's subscription has none
   * (governance, INVARIANT 2), whoever asks for it.
   */
  public Optional<String> firstForOperatorsOnly() {
    return types.stream()
        .filter(type -> !type.isShownToTenants())
        .map(EventType::text)
        .findFirst()
        .or(
            () ->
                categories.stream()
                    .filter(category -> !category.isShownToTenants())
                    .map(EventCategory::text)
                    .findFirst());
  }
}
