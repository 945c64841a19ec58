package okko.bpf.isa;

import java.nio.ByteBuffer;
import okko.bpf.isa.Instruction.Alu;
import okko.bpf.isa.Instruction.Atomic;
import okko.bpf.isa.Instruction.Branch;
import okko.bpf.isa.Instruction.CallHelper;
import okko.bpf.isa.Instruction.CallLocal;
import okko.bpf.isa.Instruction.CallRegister;
import okko.bpf.isa.Instruction.Exit;
import okko.bpf.isa.Instruction.Jump;
import okko.bpf.isa.Instruction.Load;
import okko.bpf.isa.Instruction.LoadCode;
import okko.bpf.isa.Instruction.LoadImmediate;
import okko.bpf.isa.Instruction.LoadMap;
import okko.bpf.isa.Instruction.LoadMapValue;
import okko.bpf.isa.Instruction.LoadPacket;
import okko.bpf.isa.Instruction.LoadVariable;
import okko.bpf.isa.Instruction.MoveSigned;
import okko.bpf.isa.Instruction.Negate;
import okko.bpf.isa.Instruction.Store;
import okko.bpf.isa.Instruction.Swap;

/** Makes bytes of instructions: the inverse of {@link Decoder}. */
public final class Encoder {

    private final ByteBuffer bytes;

    private Encoder(int slots) {
        bytes = ByteBuffer.allocate(slots * Opcode.SLOT_BYTES).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Encodes a program.
     *
     * @param code the program
     * @return 8 bytes per slot
     * @throws IllegalArgumentException if a conditional jump goes farther than 32,767 slots, naming its pc
     */
    public static byte[] encode(Code code) {
        var encoder = new Encoder(code.slots());
        for (int pc = 0; pc < code.slots(); pc++) {
            Instruction instruction = code.at(pc);
            if (instruction != null) {
                encoder.put(pc, instruction);
            }
        }
        return encoder.bytes.array();
    }

    private void put(int pc, Instruction instruction) {
        switch (instruction) {
            case Alu(var op, var width, var dst, var src) ->
                operands(aluClass(width) | Opcode.of(op), dst, src, Opcode.offset(op));
            case Negate(var width, var dst) -> slot(aluClass(width) | Opcode.NEG, dst.number(), 0, 0, 0);
            case MoveSigned(var width, var from, var dst, var src) ->
                slot(aluClass(width) | Opcode.of(AluOp.MOV) | Opcode.SOURCE_REGISTER, dst.number(), src.number(),
                        8 * from.bytes(), 0);
            case Swap(var order, var bits, var dst) -> slot(swapOpcode(order), dst.number(), 0, 0, bits);
            case LoadImmediate(var dst, var value) ->
                wide(dst, Opcode.LDDW_CONSTANT, (int) value, (int) (value >>> 32));
            case LoadMap(var dst, var map) -> wide(dst, Opcode.LDDW_MAP, map, 0);
            case LoadMapValue(var dst, var map, var offset) -> wide(dst, Opcode.LDDW_VALUE, map, offset);
            case LoadVariable(var dst, var variable) -> wide(dst, Opcode.LDDW_VARIABLE, variable, 0);
            case LoadCode(var dst, var target) -> wide(dst, Opcode.LDDW_CODE, target - pc - 1, 0);
            case LoadPacket(var size, var offset, Imm _) ->
                slot(Opcode.LD | Opcode.ABS | Opcode.of(size), 0, 0, 0, offset);
            case LoadPacket(var size, var offset, Reg(var index)) ->
                slot(Opcode.LD | Opcode.IND | Opcode.of(size), 0, index, 0, offset);
            case Load(var size, var signed, var dst, var base, var offset) ->
                slot(Opcode.LDX | (signed ? Opcode.MEMSX : Opcode.MEM) | Opcode.of(size), dst.number(), base.number(),
                        offset, 0);
            case Store(var size, var base, var offset, Reg(var value)) ->
                slot(Opcode.STX | Opcode.MEM | Opcode.of(size), base.number(), value, offset, 0);
            case Store(var size, var base, var offset, Imm(var value)) ->
                slot(Opcode.ST | Opcode.MEM | Opcode.of(size), base.number(), 0, offset, value);
            case Atomic(var op, var fetch, var size, var base, var offset, var src) ->
                slot(Opcode.STX | Opcode.ATOMIC | Opcode.of(size), base.number(), src.number(), offset,
                        Opcode.of(op) | (fetch ? Opcode.FETCH : 0));
            case Jump(var target) -> jump(target - pc - 1);
            case Branch(var condition, var width, var left, var right, var target) ->
                operands((width == Width.W64 ? Opcode.JMP : Opcode.JMP32) | Opcode.of(condition), left, right,
                        distance(pc, target));
            case CallHelper(var helper) -> slot(Opcode.JMP | Opcode.CALL, 0, Opcode.CALL_HELPER, 0, helper);
            case CallLocal(var target) -> slot(Opcode.JMP | Opcode.CALL, 0, Opcode.CALL_LOCAL, 0, target - pc - 1);
            case CallRegister(var callee) ->
                slot(Opcode.JMP | Opcode.CALL | Opcode.SOURCE_REGISTER, callee.number(), 0, 0, 0);
            case Exit() -> slot(Opcode.JMP | Opcode.EXIT, 0, 0, 0, 0);
        }
    }

    private static int aluClass(Width width) {
        return width == Width.W64 ? Opcode.ALU64 : Opcode.ALU;
    }

    private static int swapOpcode(ByteOrder order) {
        return Opcode.END | switch (order) {
            case LE -> Opcode.ALU;
            case BE -> Opcode.ALU | Opcode.SOURCE_REGISTER;
            case SWAP -> Opcode.ALU64;
        };
    }

    private static int distance(int pc, int target) {
        int distance = target - pc - 1;
        if (distance != (short) distance) {
            throw new IllegalArgumentException("conditional jump is too far: pc=" + pc + ", target=" + target);
        }
        return distance;
    }

    /** The long form, cpu v4, only where the short one does not reach. */
    private void jump(int distance) {
        if (distance == (short) distance) {
            slot(Opcode.JMP | Opcode.JA, 0, 0, distance, 0);
        } else {
            slot(Opcode.JMP32 | Opcode.JA, 0, 0, 0, distance);
        }
    }

    private void operands(int opcode, Reg left, Operand right, int offset) {
        switch (right) {
            case Reg(var number) -> slot(opcode | Opcode.SOURCE_REGISTER, left.number(), number, offset, 0);
            case Imm(var value) -> slot(opcode, left.number(), 0, offset, value);
        }
    }

    private void wide(Reg dst, int kind, int low, int high) {
        slot(Opcode.LDDW, dst.number(), kind, 0, low);
        slot(0, 0, 0, 0, high);
    }

    private void slot(int opcode, int dst, int src, int offset, int imm) {
        bytes.put((byte) opcode).put((byte) (src << 4 | dst)).putShort((short) offset).putInt(imm);
    }
}
