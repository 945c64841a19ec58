package okko.bpf.compile;

import static java.lang.classfile.ClassFile.ACC_PRIVATE;
import static java.lang.classfile.ClassFile.ACC_PROTECTED;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import java.lang.classfile.ClassBuilder;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import okko.bpf.compile.AddressLoads.Packet;
import okko.bpf.compile.ReturnResult.Caller;
import okko.bpf.engine.RunContext;
import okko.bpf.image.Abi;
import okko.bpf.isa.Reg;

/** Emits the methods of one function: one if it is whole, else one per piece and one that goes from piece to piece. */
final class FunctionMethods {

    private static final MethodTypeDesc EXECUTE = MethodTypeDesc.of(CD_long, CD_long, CD_long);
    private static final MethodTypeDesc PIECE = MethodTypeDesc.of(CD_int, CD_int);
    private static final int FIRST_PARAMETER = 1;
    private static final int BEHIND_EXECUTE_PARAMETERS = 5;
    private static final int BEHIND_TICKET = 2;
    private static final int FIRST_TWO_ARGUMENTS = 0b110;
    private static final int ENTRY_MASK = 0xffff;
    private static final int PIECE_SHIFT = 16;

    private final Compilation compilation;
    private final FunctionCode function;
    private final Pieces pieces;
    private final Charges charges;
    private final int read;

    FunctionMethods(Compilation compilation, FunctionCode function) {
        this.compilation = compilation;
        this.function = function;
        pieces = Pieces.of(compilation.code(), function);
        charges = Charges.of(compilation.code(), compilation.graph(), function);
        read = compilation.demand().registersBefore(function.entry());
    }

    /** {@return whether there are pieces, and registers are handed over in fields} */
    boolean isCut() {
        return pieces.count() > 1;
    }

    /** Emits what the engine calls. */
    void emitExecute(ClassBuilder type) {
        type.withMethodBody("execute", EXECUTE, ACC_PROTECTED, code -> {
            boolean isXdp = compilation.image().abi() == Abi.XDP;
            Method method = isXdp
                    ? Method.of(code, compilation, charges, BEHIND_EXECUTE_PARAMETERS, 0)
                    : Method.of(code, compilation, charges, FIRST_PARAMETER, FIRST_TWO_ARGUMENTS);
            beginRun(method, isXdp);
            method.budget().begin();
            Packet packet = isXdp && compilation.leavesPacketInPlace() ? Packet.IN_PARAMETERS : Packet.IN_CONTEXT;
            emit(method, Caller.ENGINE, packet);
        });
    }

    /** Emits what other functions call. */
    void emitLocal(ClassBuilder type) {
        MethodTypeDesc signature = Calls.functionType(compilation, function.entry());
        type.withMethodBody(Calls.methodName(function.entry()), signature, ACC_PRIVATE, code -> {
            Method method = Method.of(code, compilation, charges, FIRST_PARAMETER, read);
            method.budget().load();
            emit(method, Caller.PROGRAM, Packet.IN_CONTEXT);
        });
    }

    /** Emits the pieces, if there are any. */
    void emitPieces(ClassBuilder type) {
        for (int piece = 0; isCut() && piece < pieces.count(); piece++) {
            int number = piece;
            type.withMethodBody(pieceName(number), PIECE, ACC_PRIVATE, code -> emitPiece(code, number));
        }
    }

    private String pieceName(int piece) {
        return Calls.methodName(function.entry()) + "$" + piece;
    }

    /** Sets the registers that a program begins with; others are 0 as far as one that nobody verified reads them. */
    private void beginRun(Method method, boolean isXdp) {
        CodeBuilder code = method.code();
        Registers registers = method.registers();
        for (Reg register : Registers.of(read)) {
            switch (register.number()) {
                case 1 -> {
                    if (isXdp) {
                        code.loadConstant(RunContext.HANDLE);
                        registers.store(register);
                    }
                }
                case 2 -> {
                    if (isXdp) {
                        registers.zero(register);
                    }
                }
                case 10 -> { }
                default -> registers.zero(register);
            }
        }
        boolean readsFrame = (read >> Reg.FRAME_POINTER.number() & 1) != 0;
        if (compilation.checksAccesses()) {
            CheckedFunction.pushMemory(code);
            code.invokevirtual(CheckedFunction.MEMORY, "enter", MethodTypeDesc.of(CD_long));
            registers.store(Reg.FRAME_POINTER);
        } else if (readsFrame) {
            code.aload(0).getfield(ProvedFunction.SELF, "stackTop", CD_long);
            registers.store(Reg.FRAME_POINTER);
        }
    }

    private void emit(Method method, Caller caller, Packet packet) {
        if (isCut()) {
            goThroughPieces(method, caller);
        } else {
            var leave = new ReturnResult(method, caller);
            var body = new FunctionBody(
                    function, function.pcs(), method, leave, new AddressLoads(method, packet));
            if (function.pcs().nextSetBit(0) != function.entry()) {
                method.code().goto_(body.label(function.entry()));
            }
            body.emit();
        }
    }

    /** Emits the loop that enters piece after piece, as their tickets say. */
    private void goThroughPieces(Method method, Caller caller) {
        CodeBuilder code = method.code();
        for (Reg register : Registers.of(read)) {
            code.aload(0);
            method.registers().load(register);
            code.putfield(compilation.self(), HandOver.field(register), CD_long);
        }
        method.budget().save();
        int ticket = method.budget().endSlot();
        Label next = code.newLabel();
        Label done = code.newLabel();
        var cases = new ArrayList<SwitchCase>();
        for (int piece = 0; piece < pieces.count(); piece++) {
            cases.add(SwitchCase.of(piece, code.newLabel()));
        }
        code.loadConstant(pieces.ticket(function.entry())).istore(ticket);
        code.labelBinding(next).iload(ticket).loadConstant(PIECE_SHIFT).iushr().tableswitch(done, cases);
        for (SwitchCase each : cases) {
            code.labelBinding(each.target()).aload(0).iload(ticket)
                    .invokespecial(compilation.self(), pieceName(each.caseValue()), PIECE)
                    .istore(ticket).goto_(next);
        }
        code.labelBinding(done);
        returnHandedOver(method, caller);
    }

    private void returnHandedOver(Method method, Caller caller) {
        CodeBuilder code = method.code();
        if (caller == Caller.ENGINE) {
            ReturnResult.fence(method);
            if (compilation.graph().mayEndRun(function.entry())) {
                Label exited = code.newLabel();
                method.pushContext();
                code.invokevirtual(Calls.CONTEXT, "hasEnded", MethodTypeDesc.of(CD_boolean)).ifeq(exited);
                ReturnResult.pushResultOfRun(method);
                code.lreturn().labelBinding(exited);
            }
        }
        code.aload(0).getfield(compilation.self(), HandOver.field(Registers.RESULT), CD_long).lreturn();
    }

    private void emitPiece(CodeBuilder code, int piece) {
        Method method = Method.of(code, compilation, charges, BEHIND_TICKET, 0);
        var body = new FunctionBody(function, pieces.pcs(piece), method, new HandOver(method, pieces),
                new AddressLoads(method, Packet.IN_CONTEXT));
        int handedOver = pieces.entries(piece).stream()
                .mapToInt(compilation.demand()::registersBefore).reduce(0, (a, b) -> a | b);
        for (Reg register : Registers.of(handedOver)) {
            code.aload(0).getfield(compilation.self(), HandOver.field(register), CD_long);
            method.registers().store(register);
        }
        method.budget().load();
        var cases = new ArrayList<SwitchCase>();
        for (int entry : pieces.entries(piece)) {
            cases.add(SwitchCase.of(cases.size(), body.label(entry)));
        }
        code.iload(1).loadConstant(ENTRY_MASK).iand().tableswitch(cases.getFirst().target(), cases);
        body.emit();
    }
}
