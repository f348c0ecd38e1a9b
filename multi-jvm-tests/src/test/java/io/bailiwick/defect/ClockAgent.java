package io.bailiwick.defect;

import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.Instrumentation;
import java.util.List;

/**
 * Loaded into a server before its own classes: has it take a {@link SkewedClock} for the machine's,
 * at the one place where it asks for a clock.
 */
public final class ClockAgent {
  private static final ClassDesc SOURCE = ClassDesc.of("java.time.InstantSource");
  private static final ClassDesc SKEWED = ClassDesc.of(SkewedClock.class.getName());

  private ClockAgent() {}

  /** Called by the virtual machine. */
  public static void premain(String none, Instrumentation instrumentation) {
    instrumentation.addTransformer(new Patching("clock", List.of(takesTheSkewedOne())));
  }

  private static Patch takesTheSkewedOne() {
    return Patch.instructions(
        "io/bailiwick/http/Main",
        "run",
        (code, instruction) -> {
          boolean isClock =
              instruction instanceof InvokeInstruction call
                  && call.owner().asInternalName().equals("java/time/InstantSource")
                  && call.name().equalsString("system");
          if (isClock) {
            code.invokestatic(SKEWED, "source", MethodTypeDesc.of(SOURCE));
          }
          return isClock;
        });
  }
}
