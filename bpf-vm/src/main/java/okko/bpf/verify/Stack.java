package okko.bpf.verify;

import java.util.function.UnaryOperator;

/**
 * What is known of one frame's 512 bytes. Immutable: a store copies the table of slots, loads and calls share it.
 *
 * <p>Offsets are those of the program: bytes from the end of the frame, -512 to -1.
 */
final class Stack {

    static final int BYTES = 512;

    static final int SLOTS = BYTES / Slot.BYTES;

    static final Stack EMPTY = new Stack(new Slot[SLOTS], 0);

    /** {@code null} where nothing was written. */
    private final Slot[] slots;

    /** Which slots something is known of, a bit each; most are empty, and need not be looked at. */
    private final long used;

    private Stack(Slot[] slots, long used) {
        this.slots = slots;
        this.used = used;
    }

    /** Eight bytes at a multiple of 8. */
    sealed interface Slot {
        int BYTES = 8;

        /** A whole register, stored as it was. */
        record Spilled(Value value) implements Slot {}

        /**
         * Numbers, byte by byte.
         *
         * @param written which bytes were written, a bit each
         * @param zero    which of them are known to be 0
         * @param low     number in the first four bytes, or {@code null} if they were not stored as one
         * @param high    number in the last four bytes, or {@code null}
         */
        record Bytes(int written, int zero, Scalar low, Scalar high) implements Slot {}
    }

    Slot slot(int index) {
        return slots[index];
    }

    /** Which slots are not {@code null}, a bit each. */
    long used() {
        return used;
    }

    /** Replaces each value that is known; the same stack if none changes. A number must stay one. */
    Stack mapValues(UnaryOperator<Value> change) {
        Slot[] changed = null;
        for (long rest = used; rest != 0; rest &= rest - 1) {
            int i = Long.numberOfTrailingZeros(rest);
            Slot after = mapValues(slots[i], change);
            if (after != slots[i]) {
                changed = changed == null ? slots.clone() : changed;
                changed[i] = after;
            }
        }
        return changed == null ? this : new Stack(changed, used);
    }

    private static Slot mapValues(Slot slot, UnaryOperator<Value> change) {
        return switch (slot) {
            case Slot.Spilled(Value before) -> {
                Value after = change.apply(before);
                yield after == before ? slot : new Slot.Spilled(after);
            }
            case Slot.Bytes(int written, int zero, Scalar low, Scalar high) -> {
                Scalar newLow = low == null ? null : (Scalar) change.apply(low);
                Scalar newHigh = high == null ? null : (Scalar) change.apply(high);
                yield newLow == low && newHigh == high ? slot : new Slot.Bytes(written, zero, newLow, newHigh);
            }
        };
    }

    /** The stack with one slot replaced. */
    Stack with(int index, Slot slot) {
        if (slots[index] == slot) {
            return this;
        }
        Slot[] changed = slots.clone();
        changed[index] = slot;
        long bit = 1L << index;
        return new Stack(changed, slot == null ? used & ~bit : used | bit);
    }

    /** Without what is known of slots whose bit is not set; the same stack if that is nothing. */
    Stack retaining(long live) {
        if ((used & ~live) == 0) {
            return this;
        }
        if ((used & live) == 0) {
            return EMPTY;
        }
        Slot[] rest = new Slot[SLOTS];
        for (long kept = used & live; kept != 0; kept &= kept - 1) {
            int i = Long.numberOfTrailingZeros(kept);
            rest[i] = slots[i];
        }
        return new Stack(rest, used & live);
    }

    /** Whether an address in some frame is spilled here. */
    boolean holdsAddressOf(int frame) {
        for (long rest = used; rest != 0; rest &= rest - 1) {
            if (slots[Long.numberOfTrailingZeros(rest)] instanceof Slot.Spilled(Value.StackPointer pointer)
                    && pointer.frame() == frame) {
                return true;
            }
        }
        return false;
    }

    /** First byte of a range that a load must not read; {@link Integer#MAX_VALUE} if all were written as numbers. */
    int firstUnreadable(int offset, int bytes) {
        for (int at = offset; at < offset + bytes; at++) {
            boolean readable = switch (slots[slotOf(at)]) {
                case null -> false;
                case Slot.Spilled(Value value) -> value instanceof Scalar || value instanceof Value.Excused;
                case Slot.Bytes bytesOfSlot -> (bytesOfSlot.written() & bitOf(at)) != 0;
            };
            if (!readable) {
                return at;
            }
        }
        return Integer.MAX_VALUE;
    }

    /** The pointer that a byte belongs to, or {@code null}. */
    Value pointerAt(int offset) {
        return slots[slotOf(offset)] instanceof Slot.Spilled(Value value) && !(value instanceof Scalar) ? value : null;
    }

    /** What a load of so many bytes gives, if it may be read. */
    Value load(int offset, int bytes) {
        Slot slot = slots[slotOf(offset)];
        int within = offset & Slot.BYTES - 1;
        return switch (slot) {
            case Slot.Spilled(Value value) when within == 0 && bytes == Slot.BYTES -> value;
            case Slot.Spilled(Value.Excused excused) -> excused;
            case Slot.Spilled(Scalar number) when within == 0 -> ScalarArithmetic.truncated(number, bytes);
            case Slot.Bytes(int _, int _, Scalar low, Scalar _) when within == 0 && bytes == 4 && low != null -> low;
            case Slot.Bytes(int _, int _, Scalar _, Scalar high) when within == 4 && bytes == 4 && high != null -> high;
            case null, default -> allZero(offset, bytes) ? Scalar.ZERO : Scalar.ofBytes(bytes);
        };
    }

    /** The stack after a store at a known offset. */
    Stack store(int offset, int bytes, Value value) {
        int within = offset & Slot.BYTES - 1;
        if (bytes == Slot.BYTES && within == 0) {
            return with(slotOf(offset), new Slot.Spilled(value));
        }
        boolean zero = value instanceof Scalar number && ScalarArithmetic.truncated(number, bytes).isConstant(0);
        Stack result = this;
        for (int at = offset; at < offset + bytes; at++) {
            Slot.Bytes before = asBytes(result.slots[slotOf(at)]);
            int bit = bitOf(at);
            result = result.with(slotOf(at), new Slot.Bytes(
                    before.written | bit,
                    zero ? before.zero | bit : before.zero & ~bit,
                    bit <= 0x08 ? null : before.low,
                    bit > 0x08 ? null : before.high));
        }
        boolean half = bytes == 4 && within % 4 == 0 && value instanceof Scalar;
        return half ? result.withHalf(offset, ScalarArithmetic.low32((Scalar) value)) : result;
    }

    /** The stack after numbers of which nothing is known were stored in all bytes of a range. */
    Stack fill(int offset, int bytes) {
        Stack result = this;
        for (int at = offset; at < offset + bytes; at++) {
            result = result.store(at, 1, Scalar.ofBytes(1));
        }
        return result;
    }

    /** The stack after a number was stored somewhere in a range: what was known of the range is lost. */
    Stack blur(int offset, int bytes) {
        Stack result = this;
        for (int index = slotOf(offset); index <= slotOf(offset + bytes - 1); index++) {
            Slot.Bytes before = asBytes(slots[index]);
            result = result.with(index, new Slot.Bytes(before.written, 0, null, null));
        }
        return result;
    }

    static boolean contains(long offset, long bytes) {
        return offset >= -BYTES && offset + bytes <= 0;
    }

    static int slotOf(int offset) {
        return (BYTES + offset) / Slot.BYTES;
    }

    private static int bitOf(int offset) {
        return 1 << (offset & Slot.BYTES - 1);
    }

    private Stack withHalf(int offset, Scalar half) {
        Slot.Bytes bytes = (Slot.Bytes) slots[slotOf(offset)];
        boolean first = (offset & 4) == 0;
        return with(slotOf(offset), new Slot.Bytes(
                bytes.written, bytes.zero, first ? half : bytes.low, first ? bytes.high : half));
    }

    /** A slot's bytes without what was spilled there: a pointer with a byte overwritten is no pointer, nor a number. */
    static Slot.Bytes asBytes(Slot slot) {
        return switch (slot) {
            case null -> new Slot.Bytes(0, 0, null, null);
            case Slot.Bytes bytes -> bytes;
            case Slot.Spilled(Scalar number) -> new Slot.Bytes(0xFF, number.isConstant(0) ? 0xFF : 0, null, null);
            case Slot.Spilled(Value.Excused _) -> new Slot.Bytes(0xFF, 0, null, null);
            case Slot.Spilled _ -> new Slot.Bytes(0, 0, null, null);
        };
    }

    private boolean allZero(int offset, int bytes) {
        for (int at = offset; at < offset + bytes; at++) {
            if ((asBytes(slots[slotOf(at)]).zero & bitOf(at)) == 0) {
                return false;
            }
        }
        return true;
    }
}
