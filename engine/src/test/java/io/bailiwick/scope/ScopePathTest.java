package io.bailiwick.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.bailiwick.tenant.TenantId;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScopePathTest {

  private static final TenantId ACME = new TenantId("acme");

  @Test
  void skipsLevelsThatAreMissingAndFoldsCase() {
    ScopePath path =
        ScopePath.of(
            ACME,
            Map.of(ScopeLevel.TOOLSET, "T", ScopeLevel.WORKSPACE, "Dev", ScopeLevel.APP, "x"));

    assertThat(path.text()).isEqualTo("tenant:acme/workspace:dev/app:x/toolset:t");
    assertThat(path.chain())
        .extracting(ScopePath::text)
        .containsExactly(
            "tenant:acme",
            "tenant:acme/workspace:dev",
            "tenant:acme/workspace:dev/app:x",
            "tenant:acme/workspace:dev/app:x/toolset:t");
    assertThat(path.chainTexts()).isEqualTo(path.chain().stream().map(ScopePath::text).toList());
    assertThat(path.depth()).isEqualTo(3);
    assertThat(ScopePath.root(ACME).depth()).isZero();
    assertThat(path.tenant()).isEqualTo(ACME);
    assertThat(path.lastSegment()).isEqualTo("toolset:t");
  }

  @Test
  void isWithinByWholeSegments() {
    ScopePath eng = new ScopePath("tenant:acme/workspace:eng");

    assertThat(new ScopePath("tenant:acme/workspace:eng/app:a").isWithin(eng)).isTrue();
    assertThat(eng.isWithin(eng)).isTrue();
    assertThat(new ScopePath("tenant:acme/workspace:eng2").isWithin(eng)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tenant:",
        "app:chat",
        "tenant:acme/",
        "tenant:acme//app:a",
        "/tenant:acme",
        "tenant:acme/app",
        "tenant:acme/app:",
        "tenant:acme/app/agent:a",
        "tenant:acme/app:a:b",
        "tenant:acme/appx:a",
        "tenant:acme/:a",
        "tenant:acme/tenant:acme",
        "tenant:acme/agent:a/app:b",
        "tenant:acme/app:a/app:b",
        "tenant:acme/room:a",
        "tenant:acme/app:A",
        "tenant:acme/app:a b",
        "tenant:acme/app:a|b",
        "tenant:Acme",
        "tenant:a.c.m.e"
      })
  void refusesWhatIsNoPath(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> new ScopePath(text));
  }

  @Test
  void refusesANameThatIsTooLong() {
    new ScopePath("tenant:acme/app:" + "a".repeat(128));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ScopePath("tenant:acme/app:" + "a".repeat(129)));
  }
}
