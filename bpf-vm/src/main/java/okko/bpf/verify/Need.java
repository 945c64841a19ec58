package okko.bpf.verify;

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

    /** The value may be stored there: a pointer goes to a whole stack slot and nowhere else. */
    record Storable(Reg base, int offset, int bytes, Reg value) implements Need {}

    /** There is a helper of this number. */
    record KnownHelper(Abi abi, int number) implements Need {}

    /** The register holds a map's handle. */
    record Handle(Reg register) implements Need {}

    /** The pointer leads to a key of the map. */
    record Key(Reg pointer, Reg map) implements Need {}

    /** The pointer leads to a value of the map. */
    record Contents(Reg pointer, Reg map) implements Need {}

    /** The pointer leads to as many bytes as the size says. */
    record Bytes(Reg pointer, Reg size) implements Need {}

    /** The register holds a size that is known to be at least 1 and not too large. */
    record PositiveSize(Reg register) implements Need {}

    /** The register leads to a string in constant data, and the registers after it to what the string asks for. */
    record Format(Reg register) implements Need {}
}
