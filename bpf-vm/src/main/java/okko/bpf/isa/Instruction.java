package okko.bpf.isa;

/**
 * One BPF instruction, decoded (RFC 9669).
 *
 * <p>A <em>pc</em> counts 8-byte slots from the first instruction, as {@code llvm-objdump} does. Jump and call targets
 * are absolute pcs, checked by the decoder to lie inside the program. Address offsets are in bytes.
 */
public sealed interface Instruction {

    /** {@return how many 8-byte slots the instruction takes: 2 for the 64-bit immediates, else 1} */
    default int slots() {
        return switch (this) {
            case LoadImmediate _, LoadMap _, LoadMapValue _, LoadVariable _, LoadCode _ -> 2;
            case Alu _, Negate _, MoveSigned _, Swap _, Load _, LoadPacket _, Store _, Atomic _, Jump _, Branch _,
                    CallHelper _, CallLocal _, CallRegister _, Exit _ -> 1;
        };
    }

    /**
     * {@code dst = dst OP src}, or the move.
     *
     * @param op    what to do
     * @param width of the operands; a 32-bit result is zero-extended
     * @param dst   first operand and result
     * @param src   second operand
     */
    record Alu(AluOp op, Width width, Reg dst, Operand src) implements Instruction {}

    /**
     * {@code dst = -dst}.
     *
     * @param width of the operand
     * @param dst   operand and result
     */
    record Negate(Width width, Reg dst) implements Instruction {}

    /**
     * Move with sign extension, cpu v4.
     *
     * @param width of the result
     * @param from  how many low bytes of {@code src} count: B, H, or W
     * @param dst   result
     * @param src   operand
     */
    record MoveSigned(Width width, Size from, Reg dst, Reg src) implements Instruction {}

    /**
     * Byte swap or truncation of the low bits, the rest becoming 0.
     *
     * @param order which of the three
     * @param bits  16, 32 or 64
     * @param dst   operand and result
     */
    record Swap(ByteOrder order, int bits, Reg dst) implements Instruction {}

    /**
     * Load of a 64-bit constant, two slots.
     *
     * @param dst   result
     * @param value the constant
     */
    record LoadImmediate(Reg dst, long value) implements Instruction {}

    /**
     * Load of a map's handle, two slots.
     *
     * @param dst result
     * @param map position in {@code ProgramImage.maps()}
     */
    record LoadMap(Reg dst, int map) implements Instruction {}

    /**
     * Load of an address in the first value of a map, two slots: how a program reaches its global variables, which are
     * the only value of an array map.
     *
     * @param dst         result
     * @param map         position in {@code ProgramImage.maps()}
     * @param offsetBytes from the value's first byte
     */
    record LoadMapValue(Reg dst, int map, int offsetBytes) implements Instruction {}

    /**
     * Load of the address of a variable that the platform provides, two slots.
     *
     * @param dst      result
     * @param variable its number, see {@code PlatformVariable}
     */
    record LoadVariable(Reg dst, int variable) implements Instruction {}

    /**
     * Load of a function's address, for {@link CallRegister}, two slots.
     *
     * @param dst    result
     * @param target pc of the function's first instruction
     */
    record LoadCode(Reg dst, int target) implements Instruction {}

    /**
     * Load from the packet in network byte order, {@code r0 = ntoh(packet[offset + index])} (RFC 9669, section 5.5);
     * a run that reads beyond the packet ends there with 0. Wipes r1 to r5 as a call does.
     *
     * @param size        B, H or W
     * @param offsetBytes from the packet's first byte
     * @param index       added to the offset modulo 2^32: a register (IND), or the constant 0 (ABS)
     */
    record LoadPacket(Size size, int offsetBytes, Operand index) implements Instruction {}

    /**
     * {@code dst = *(size *)(base + offset)}.
     *
     * @param size        how much to load
     * @param signed      whether to sign-extend (cpu v4) instead of zero-extend
     * @param dst         result
     * @param base        address
     * @param offsetBytes added to the address
     */
    record Load(Size size, boolean signed, Reg dst, Reg base, short offsetBytes) implements Instruction {}

    /**
     * {@code *(size *)(base + offset) = value}.
     *
     * @param size        how much to store
     * @param base        address
     * @param offsetBytes added to the address
     * @param value       a register, or a constant that is sign-extended
     */
    record Store(Size size, Reg base, short offsetBytes, Operand value) implements Instruction {}

    /**
     * Atomic read-modify-write of memory.
     *
     * @param op          what to do
     * @param fetch       whether {@code src} (r0 for CMPXCHG) receives the old value
     * @param size        W or DW
     * @param base        address
     * @param offsetBytes added to the address
     * @param src         operand
     */
    record Atomic(AtomicOp op, boolean fetch, Size size, Reg base, short offsetBytes, Reg src) implements Instruction {}

    /**
     * Jump.
     *
     * @param target pc
     */
    record Jump(int target) implements Instruction {}

    /**
     * Conditional jump; otherwise the next instruction follows.
     *
     * @param condition to test
     * @param width     of the comparison
     * @param left      first operand
     * @param right     second operand
     * @param target    pc if the condition holds
     */
    record Branch(Condition condition, Width width, Reg left, Operand right, int target) implements Instruction {}

    /**
     * Call of a helper function.
     *
     * @param helper its number
     */
    record CallHelper(int helper) implements Instruction {}

    /**
     * Call of a function of the same program.
     *
     * @param target pc of its first instruction
     */
    record CallLocal(int target) implements Instruction {}

    /**
     * Call of what a register names ({@code callx}): a function of the program by the address that {@link LoadCode}
     * gave to some register of the same program, or else a helper by its number.
     *
     * @param callee the register
     */
    record CallRegister(Reg callee) implements Instruction {}

    /** End of the function, its result in r0. */
    record Exit() implements Instruction {}
}
