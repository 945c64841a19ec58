/**
 * Programs as text, both ways: the language of listings, error messages and test cases. <b>Cold.</b>
 *
 * <p>The notation is that of {@code llvm-objdump}: {@code r3 = *(u32 *)(r1 + 26)}, {@code w1 += w2},
 * {@code if r1 s> 4 goto label}, {@code call ubpf_map_lookup}, {@code r1 = map 0}, {@code exit}. A {@code w} register
 * means a 32-bit operation. What {@link okko.bpf.asm.Disassembler} writes, {@link okko.bpf.asm.Assembler} reads.
 */
package okko.bpf.asm;
