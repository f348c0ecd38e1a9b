package io.bailiwick.defect;

import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.List;

/**
 * Loaded into a server before its own classes: changes them as defects say. A defect that does not
 * fit the code any more ends the server at once, so that it is not taken for one that nobody
 * noticed.
 */
public final class DefectAgent {
  private static final int DOES_NOT_FIT = 97;

  private DefectAgent() {}

  /**
   * Called by the virtual machine.
   *
   * @param names of defects, separated by plus signs
   */
  public static void premain(String names, Instrumentation instrumentation) {
    for (String name : names.split("\\+")) {
      Defect defect = Defect.valueOf(name);
      instrumentation.addTransformer(new Patching(defect));
    }
  }

  private record Patching(Defect defect) implements ClassFileTransformer {
    @Override
    public byte[] transform(
        ClassLoader loader,
        String className,
        Class<?> redefined,
        ProtectionDomain domain,
        byte[] original) {
      List<Patch> patches =
          defect.patches().stream().filter(patch -> patch.className().equals(className)).toList();
      if (patches.isEmpty()) {
        return null;
      }
      try {
        byte[] changed = original;
        for (Patch patch : patches) {
          changed = patch.apply(changed);
        }
        System.err.println("defect " + defect + " is in " + className);
        return changed;
      } catch (RuntimeException | LinkageError e) {
        System.err.println(
            "defect " + defect + " does not fit: " + e + Arrays.toString(e.getStackTrace()));
        Runtime.getRuntime().halt(DOES_NOT_FIT);
        return null;
      }
    }
  }
}
