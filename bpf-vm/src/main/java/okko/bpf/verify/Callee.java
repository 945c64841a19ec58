package okko.bpf.verify;

import okko.bpf.image.ProgramImage;
import okko.bpf.isa.Instruction.CallHelper;
import okko.bpf.isa.Instruction.CallLocal;
import okko.bpf.isa.Instruction;
import okko.bpf.isa.Reg;

/** What a call through a register calls. */
final class Callee {

    private Callee() {}

    /** The call that it amounts to in a state; {@code null} if that is not known. */
    static Instruction of(Reg register, State state) {
        return switch (state.value(register)) {
            case Value.CodePointer(int target) -> new CallLocal(target);
            case Scalar number when number.isConstant() && number.smin() >= 0 && number.smin() <= Integer.MAX_VALUE ->
                new CallHelper((int) number.smin());
            case Scalar _, Value.Uninitialised _, Value.Mixed _, Value.Stale _, Value.PacketNumber _, Value.Excused _,
                    Value.PacketPointer _,
                    Value.StackPointer _, Value.ContextPointer _, Value.VariablePointer _, Value.MapHandle _,
                    Value.Nullable _ -> null;
        };
    }

    /** Why that is not known. */
    static Reason unknown(Reg register, State state, ProgramImage image) {
        return new Reason("the address of one function, or one helper's number, in " + register,
                Wording.known(register.toString(), state.value(register), image),
                "let each path that leads here make its own call");
    }
}
