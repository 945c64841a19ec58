package okko.bpf.compile;

import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.util.Map;
import java.util.TreeMap;
import okko.bpf.isa.Reg;

/**
 * Leaves the method of a piece: returns the ticket of where to go on, {@link #DONE} if nowhere. Registers that are read
 * there are handed over in fields of the function object, r0 at an exit too. The fields are free again as soon as the
 * next piece has begun, so that all functions share them.
 */
final class HandOver implements Leave {

    /** The ticket of no piece. */
    static final int DONE = -1;

    private final Method method;
    private final Pieces pieces;
    private final Map<Integer, Label> targets = new TreeMap<>();
    private Label ended;

    HandOver(Method method, Pieces pieces) {
        this.method = method;
        this.pieces = pieces;
    }

    /** {@return the field that hands a register over} */
    static String field(Reg register) {
        return register.toString();
    }

    @Override
    public void exit() {
        save(Registers.RESULT);
        done();
    }

    @Override
    public Label ended() {
        if (ended == null) {
            ended = method.code().newLabel();
        }
        return ended;
    }

    @Override
    public Label goOnAt(int pc) {
        return targets.computeIfAbsent(pc, _ -> method.code().newLabel());
    }

    @Override
    public void emitLabels() {
        CodeBuilder code = method.code();
        targets.forEach((pc, label) -> {
            code.labelBinding(label);
            for (Reg register : Registers.of(method.compilation().demand().registersBefore(pc))) {
                save(register);
            }
            method.budget().save();
            code.loadConstant(pieces.ticket(pc)).ireturn();
        });
        if (ended != null) {
            code.labelBinding(ended);
            done();
        }
    }

    private void done() {
        method.budget().save();
        method.code().loadConstant(DONE).ireturn();
    }

    private void save(Reg register) {
        method.code().aload(0);
        method.registers().load(register);
        method.code().putfield(method.compilation().self(), field(register), CD_long);
    }
}
