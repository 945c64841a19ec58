package okko.bpf.verify.fuzz;

import java.util.function.IntUnaryOperator;
import okko.bpf.isa.Instruction;
import okko.bpf.isa.Instruction.Branch;
import okko.bpf.isa.Instruction.CallLocal;
import okko.bpf.isa.Instruction.Jump;
import okko.bpf.isa.Instruction.LoadCode;

/** Where instructions lead to, for those who move them. */
final class Targets {

    private Targets() {}

    /** The instruction with another target, if it has one; {@code null} for {@code null}. */
    static Instruction mapped(Instruction instruction, IntUnaryOperator change) {
        return switch (instruction) {
            case Jump(int target) -> new Jump(change.applyAsInt(target));
            case Branch(var condition, var width, var left, var right, int target) ->
                new Branch(condition, width, left, right, change.applyAsInt(target));
            case CallLocal(int target) -> new CallLocal(change.applyAsInt(target));
            case LoadCode(var dst, int target) -> new LoadCode(dst, change.applyAsInt(target));
            case null, default -> instruction;
        };
    }
}
