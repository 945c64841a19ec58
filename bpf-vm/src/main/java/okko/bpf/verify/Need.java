package okko.bpf.verify;

import okko.bpf.helper.Argument;
import okko.bpf.helper.Helper;
import okko.bpf.image.Abi;
import okko.bpf.isa.AluOp;
import okko.bpf.isa.Condition;
import okko.bpf.isa.Operand;
import okko.bpf.isa.Reg;
import okko.bpf.isa.Width;

/** What must hold before an instruction for it not to fault and not to show an address to anyone. */
sealed interface Need {

    /** What an instruction does to memory. */
    enum Access {
        READ,
        WRITE,
        ATOMIC
    }

    /** The register was written, and one kind of value is in it on all paths. */
    record Initialised(Reg register) implements Need {}

    /** The register holds a number, not an address. */
    record Number(Reg register) implements Need {}

    /** The register holds a number, or an address in the packet whose distance from another may be wanted. */
    record Halvable(Reg register) implements Need {}

    /** The operation is one that may be done to what the registers hold: numbers, or a pointer and a bounded number. */
    record Arithmetic(AluOp op, Width width, Reg dst, Operand src) implements Need {}

    /** A constant divisor is not 0. */
    record NonZeroDivisor(int divisor) implements Need {}

    /** A constant shift count is less than the width. */
    record ShiftBelowWidth(Width width, int count) implements Need {}

    /** The two values may be compared so. */
    record Comparable(Condition condition, Width width, Reg left, Operand right) implements Need {}

    /** The memory may be accessed so. */
    record Memory(Access access, Reg base, int offset, int bytes) implements Need {}

    /** The access is made at a multiple of its size. */
    record Aligned(Reg base, int offset, int bytes) implements Need {}

    /** The number in the register is a multiple of a power of two. */
    record MultipleOf(Reg register, int step) implements Need {}

    /** The value may be stored there: a pointer goes to a whole stack slot and nowhere else. */
    record Storable(Reg base, int offset, int bytes, Reg value) implements Need {}

    /** There is a helper of this number. */
    record KnownHelper(Abi abi, int number) implements Need {}

    /**
     * The register holds what a helper expects of an argument.
     *
     * @param kind     what that is
     * @param register of the argument
     * @param map      register of the call's map argument; r1 if there is none
     */
    record Passed(Argument kind, Reg register, Reg map) implements Need {

        /** The register of the argument behind this one. */
        Reg next() {
            return new Reg(register.number() + 1);
        }
    }

    /** The role allows the program to call a helper that changes the packet. */
    record WritablePacket(Helper by) implements Need {}

    /** Every record that was reserved has been given back: the run may end here. */
    record NothingReserved() implements Need {}

    /** The image defines the map. */
    record DefinedMap(int map) implements Need {}

    /** The map has a first value, which has a byte at the offset. */
    record DirectValue(int map, int offset) implements Need {}

    /** The platform provides the variable. */
    record Variable(int number) implements Need {}

    /** The address is not that of the context, whose fields are not sign-extended. */
    record NoContext(Reg base) implements Need {}
}
