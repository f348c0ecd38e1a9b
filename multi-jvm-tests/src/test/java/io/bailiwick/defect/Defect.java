package io.bailiwick.defect;

import static java.lang.constant.ConstantDescs.CD_Boolean;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.List;

/** What can be wrong. Each is a few changes of methods; nothing else of the server is touched. */
public enum Defect {
  /** A minority never learns that it is one. */
  NO_RESOLVER(
      Patch.body(
          "org/apache/pekko/cluster/sbr/SplitBrainResolverProvider",
          "downingActorProps",
          code -> code.getstatic(Types.NONE, "MODULE$", Types.NONE).areturn())),

  /** Of two owners that write the same place of a journal both believe that they have written. */
  NO_FENCE(
      Patch.instructions(
          "io/bailiwick/journal/WriteConnection",
          "<clinit>",
          (code, instruction) -> {
            boolean isInsert =
                instruction instanceof ConstantInstruction constant
                    && constant.constantValue() instanceof String sql
                    && sql.startsWith("INSERT INTO event_journal");
            if (isInsert) {
              String sql = (String) ((ConstantInstruction) instruction).constantValue();
              code.loadConstant(sql + " ON CONFLICT DO NOTHING");
            }
            return isInsert;
          }),
      Patch.body(
          "io/bailiwick/query/JournalEnd",
          "isAfter",
          code ->
              code.getstatic(CD_Boolean, "FALSE", CD_Boolean)
                  .invokestatic(
                      Types.FUTURE, "completedFuture", MethodTypeDesc.of(Types.FUTURE, CD_Object))
                  .areturn())),

  /** What waits until a decision is durable leaves at once. */
  EARLY_ANSWERS(
      Patch.body("io/bailiwick/entity/PendingWrites", "whenDurable", Defect::runAtOnce),
      Patch.body("io/bailiwick/entity/PendingWrites", "whenCurrent", Defect::runAtOnce)),

  /** After a restart nobody is told what was decided before. */
  NO_REDELIVERY(
      Patch.instructions(
          "io/bailiwick/reservation/Book",
          "started",
          (code, instruction) -> {
            boolean isBegin =
                instruction instanceof InvokeInstruction call
                    && call.owner().asInternalName().equals("io/bailiwick/reservation/Deliveries")
                    && call.name().equalsString("begin");
            if (isBegin) {
              code.pop2().pop();
            }
            return isBegin;
          })),

  /**
   * An entity that is handed over answers what it has decided as if it were durable, and forgets
   * what it was not done with writing.
   */
  HANDOVER_DROPS_UNDECIDED(
      Patch.body(
          "io/bailiwick/entity/PendingWrites",
          "isEmpty",
          code -> {
            code.aload(0)
                .aload(0)
                .getfield(Types.PENDING_WRITES, "count", CD_long)
                .putfield(Types.PENDING_WRITES, "durable", CD_long);
            for (String waiting : List.of("heldForLess", "held")) {
              code.aload(0)
                  .aload(0)
                  .getfield(Types.PENDING_WRITES, waiting, Types.QUEUE)
                  .invokevirtual(
                      Types.PENDING_WRITES, "letGo", MethodTypeDesc.of(CD_void, Types.QUEUE));
            }
            code.iconst_1().ireturn();
          })),

  /** A key is as good as new when it comes again. */
  KEYS_FORGOTTEN(
      Patch.instructions(
          "io/bailiwick/reservation/RequestDesk",
          "keyed",
          (code, instruction) -> {
            if (!(instruction instanceof InvokeInstruction call)) {
              return false;
            }
            switch (call.name().stringValue()) {
              case "keptAnswer" -> code.pop2().pop().aconst_null();
              case "reservationOf" -> code.pop2().aconst_null();
              case "hasForgotten" -> code.pop().iconst_0();
              default -> {
                return false;
              }
            }
            return true;
          })),

  /** A lease that has run out is never ended. */
  NO_EXPIRY(
      Patch.body("io/bailiwick/reservation/Leases", "check", CodeBuilder::return_),
      Patch.body(
          "io/bailiwick/reservation/Leases",
          "nextMs",
          code -> code.loadConstant(Long.MAX_VALUE).lreturn())),

  /** A node uses a key that it has in memory for ever, and nobody waits for it. */
  REVOKED_KEYS_HONOURED(
      Patch.instructions(
          "io/bailiwick/apikey/query/KeyCache",
          "find",
          (code, instruction) -> {
            boolean isLease =
                instruction instanceof FieldInstruction field
                    && field.opcode() == Opcode.GETFIELD
                    && field.name().equalsString("leaseNanos");
            if (isLease) {
              code.pop().loadConstant(Long.MAX_VALUE);
            }
            return isLease;
          })),

  /** Whatever is asked, with whichever credential, something unforeseen is thrown. */
  BUG_IN_EVERY_ROUTE(
      Patch.body(
          "io/bailiwick/http/route/RequestFlow",
          "refusal",
          code ->
              code.aload(0)
                  .invokevirtual(Types.OPERATION, "access", MethodTypeDesc.of(Types.ACCESS))
                  .getstatic(Types.ACCESS, "ANYBODY", Types.ACCESS)
                  .ifThen(
                      Opcode.IF_ACMPNE,
                      isOfSomebody ->
                          isOfSomebody
                              .new_(Types.BUG)
                              .dup()
                              .invokespecial(Types.BUG, "<init>", MethodTypeDesc.of(CD_void))
                              .athrow())
                  .aconst_null()
                  .areturn())),

  /** Whether a cluster lives on the database is not asked. */
  SECOND_CLUSTER(
      Patch.body(
          "io/bailiwick/journal/MemberRegister",
          "others",
          code -> code.invokestatic(Types.SET, "of", MethodTypeDesc.of(Types.SET), true).areturn()),
      Patch.body(
          "io/bailiwick/journal/MemberRegister", "found", code -> code.iconst_1().ireturn()));

  private static final class Types {
    static final ClassDesc NONE = ClassDesc.of("scala.None$");
    static final ClassDesc FUTURE = ClassDesc.of("java.util.concurrent.CompletableFuture");
    static final ClassDesc PENDING_WRITES = ClassDesc.of("io.bailiwick.entity.PendingWrites");
    static final ClassDesc QUEUE = ClassDesc.of("java.util.ArrayDeque");
    static final ClassDesc SET = ClassDesc.of("java.util.Set");
    static final ClassDesc OPERATION = ClassDesc.of("io.bailiwick.http.route.Operation");
    static final ClassDesc ACCESS = ClassDesc.of("io.bailiwick.http.auth.Access");
    static final ClassDesc BUG = ClassDesc.of("java.lang.IllegalStateException");
    static final ClassDesc RUNNABLE = ClassDesc.of("java.lang.Runnable");

    private Types() {}
  }

  private final List<Patch> patches;

  Defect(Patch... patches) {
    this.patches = List.of(patches);
  }

  List<Patch> patches() {
    return patches;
  }

  private static void runAtOnce(CodeBuilder code) {
    code.aload(1).invokeinterface(Types.RUNNABLE, "run", MethodTypeDesc.of(CD_void)).return_();
  }
}
