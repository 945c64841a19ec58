package okko.bpf.compile;

import java.lang.constant.ClassDesc;
import java.util.BitSet;
import okko.bpf.compile.CompileOptions.RangeChecks;
import okko.bpf.engine.Environment;
import okko.bpf.helper.Helper;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.isa.Code;
import okko.bpf.isa.Instruction.CallHelper;
import okko.bpf.isa.Instruction.CallLocal;
import okko.bpf.isa.Instruction.CallRegister;
import okko.bpf.isa.Structure;
import okko.bpf.verify.Analysis;

/**
 * All that is known of a program before the first of its bytecodes is written.
 *
 * @param image       the program
 * @param analysis    what the verifier learnt
 * @param environment what it runs in
 * @param options     how to compile it
 * @param graph       its functions
 * @param demand      which halves of registers are read
 * @param magnitudes  how large the numbers in registers are
 * @param constants   objects that the class refers to
 * @param self        the class
 */
record Compilation(
        ProgramImage image, Analysis analysis, Environment environment, CompileOptions options, CallGraph graph,
        Demand demand, Magnitudes magnitudes, Constants constants, ClassDesc self) {

    /** Analyses a program. */
    static Compilation of(ProgramImage image, Analysis analysis, Environment environment, CompileOptions options) {
        Code code = image.code();
        BitSet reachable = analysis.reachable();
        var graph = new CallGraph(code, image.abi(), reachable);
        var addressLoads = new BitSet();
        if (image.abi() == Abi.XDP) {
            addressLoads.or(options.checks() == RangeChecks.PROVED ? analysis.contextAccess() : reachable);
        }
        return new Compilation(
                image, analysis, environment, options, graph,
                Demand.of(code, image.abi(), graph, reachable),
                Magnitudes.of(code, analysis.ranges(), graph, reachable, addressLoads),
                new Constants(), className(image.name()));
    }

    private static ClassDesc className(String program) {
        var identifier = new StringBuilder("Program$");
        program.codePoints().map(c -> Character.isJavaIdentifierPart(c) ? c : '_').forEach(identifier::appendCodePoint);
        return ClassDesc.of(Compilation.class.getPackageName(), identifier.toString());
    }

    Code code() {
        return image.code();
    }

    /** {@return whether each access to memory is checked when it happens} */
    boolean checksAccesses() {
        return options.checks() == RangeChecks.AT_RUN_TIME;
    }

    /** {@return whether a run counts its instructions: it is not known to stay within the budget} */
    boolean countsInstructions() {
        return analysis.maxInstructions() > options.instructionBudget()
                && (analysis.reachable().cardinality() > options.instructionBudget()
                || analysis.reachable().stream().anyMatch(this::mayRepeat));
    }

    private boolean mayRepeat(int pc) {
        var instruction = code().at(pc);
        if (instruction instanceof CallLocal || instruction instanceof CallRegister) {
            return true;
        }
        for (int next : Structure.successors(pc, instruction)) {
            if (next <= pc) {
                return true;
            }
        }
        return false;
    }

    /** {@return whether the packet lies where the run found it, from beginning to end} */
    boolean leavesPacketInPlace() {
        return analysis.reachable().stream().mapToObj(code()::at).noneMatch(instruction ->
                instruction instanceof CallRegister
                || instruction instanceof CallHelper(int number) && moves(Helper.byNumber(image.abi(), number)));
    }

    private static boolean moves(Helper helper) {
        return helper != null && helper.movesPacket();
    }
}
