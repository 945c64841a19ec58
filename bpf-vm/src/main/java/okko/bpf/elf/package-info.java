/**
 * From the bytes of an object file to a linked program: sections, symbols, relocations, map definitions, source lines.
 * <b>Cold.</b>
 *
 * <p>In: what {@code clang -target bpf -c} writes, cpu v1 to v3. Out: a {@link okko.bpf.image.ProgramImage}. The bytes
 * may come from anyone: each offset, size and count is checked before it is used, and all work and memory is bounded
 * by the size of the file and the limits in {@link okko.bpf.elf.Linker}.
 */
package okko.bpf.elf;
