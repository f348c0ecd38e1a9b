package io.bailiwick.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.bailiwick.defect.Defect;
import io.bailiwick.fault.Fault;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** docs/reference/faults.md names every fault and every defect that there is. */
class FaultsPageTest {
  @Test
  void thePageNamesWhatIsDone() {
    List<String> names = new ArrayList<>();
    for (Class<?> fault : Fault.class.getPermittedSubclasses()) {
      names.add("`" + fault.getSimpleName() + "`");
    }
    for (Defect defect : Defect.values()) {
      names.add("| `" + defect + "` |");
    }
    assertThat(Repository.text("docs/reference/faults.md")).contains(names);
  }
}
