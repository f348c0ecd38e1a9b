package io.bailiwick.defect;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.MethodModel;
import java.lang.classfile.MethodTransform;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A change of one method.
 *
 * @param className with slashes
 * @param change of the method's code; counts what it has changed
 */
record Patch(String className, String methodName, Change change) {

  /** Makes the new code of a method, and counts. */
  interface Change {
    MethodTransform of(AtomicInteger changes);
  }

  /** Replaces an instruction, or leaves it as it is. */
  interface Replacement {
    /** Whether it was replaced. */
    boolean isDone(CodeBuilder code, CodeElement instruction);
  }

  /** The whole code of the method. */
  static Patch body(String className, String methodName, Consumer<CodeBuilder> body) {
    return new Patch(
        className,
        methodName,
        changes ->
            (method, element) -> {
              if (element instanceof CodeModel) {
                changes.incrementAndGet();
                method.withCode(body);
              } else {
                method.with(element);
              }
            });
  }

  /** Some of its instructions. */
  static Patch instructions(String className, String methodName, Replacement replacement) {
    return new Patch(
        className,
        methodName,
        changes -> {
          CodeTransform code =
              (builder, element) -> {
                if (replacement.isDone(builder, element)) {
                  changes.incrementAndGet();
                } else {
                  builder.with(element);
                }
              };
          return MethodTransform.transformingCode(code);
        });
  }

  /**
   * The class with the change.
   *
   * @throws IllegalStateException if there is nothing to change
   */
  byte[] apply(byte[] original) {
    ClassFile file = ClassFile.of();
    ClassModel model = file.parse(original);
    AtomicInteger changes = new AtomicInteger();
    ClassTransform transform =
        (builder, element) -> {
          if (element instanceof MethodModel method
              && method.methodName().equalsString(methodName)) {
            builder.transformMethod(method, change.of(changes));
          } else {
            builder.with(element);
          }
        };
    byte[] changed = file.transformClass(model, transform);
    if (changes.get() == 0) {
      throw new IllegalStateException(
          "nothing to change in %s.%s".formatted(className, methodName));
    }
    return changed;
  }
}
