package io.bailiwick.defect;

import java.lang.instrument.Instrumentation;

/** Loaded into a server before its own classes: changes them as defects say. */
public final class DefectAgent {
  private DefectAgent() {}

  /**
   * Called by the virtual machine.
   *
   * @param names of defects, separated by plus signs
   */
  public static void premain(String names, Instrumentation instrumentation) {
    for (String name : names.split("\\+")) {
      Defect defect = Defect.valueOf(name);
      instrumentation.addTransformer(new Patching("defect " + defect, defect.patches()));
    }
  }
}
