package io.bailiwick.defect;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.Arrays;
import java.util.List;

/**
 * Changes classes while they are loaded. What does not fit the code any more ends the server at
 * once, so that it is not taken for something that nobody noticed.
 *
 * @param what is put in, for the log
 */
record Patching(String what, List<Patch> patches) implements ClassFileTransformer {
  private static final int DOES_NOT_FIT = 97;

  @Override
  public byte[] transform(
      ClassLoader loader,
      String className,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] original) {
    List<Patch> fitting =
        patches.stream().filter(patch -> patch.className().equals(className)).toList();
    if (fitting.isEmpty()) {
      return null;
    }
    try {
      byte[] changed = original;
      for (Patch patch : fitting) {
        changed = patch.apply(changed);
      }
      System.err.println(what + " is in " + className);
      return changed;
    } catch (RuntimeException | LinkageError e) {
      System.err.println(what + " does not fit: " + e + Arrays.toString(e.getStackTrace()));
      Runtime.getRuntime().halt(DOES_NOT_FIT);
      return null;
    }
  }
}
