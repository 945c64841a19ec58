/**
 * From the bytes of an object file to a linked program: sections, symbols, relocations, maps, global data, source lines
 * and types. <b>Cold.</b>
 *
 * <p>In: what {@code clang -target bpf -c} writes, clang 14 to 19, cpu v1 to v4. Out: a
 * {@link okko.bpf.image.ProgramImage}. An object may hold several programs, for either ABI; the name of a program's
 * section tells which, see {@link okko.bpf.elf.ElfProgram}. A load of an address becomes a load of
 * <ul>
 *   <li>a map, if it is defined in section {@code .maps} (by BTF), in section {@code maps} (by a structure; XDP
 *       only), or by Oko's structure in writable data (Oko only; the rule that tells it from a variable is in
 *       {@code StructMaps});</li>
 *   <li>a byte of a map's value, for global variables and strings: each section of data is a map with one value;</li>
 *   <li>the address of a function, in code and in data;</li>
 *   <li>a variable of the platform, for an undefined symbol of its name.</li>
 * </ul>
 * Relocations of DWARF and BTF sections are not looked at: what these hold in place is right for our use.
 *
 * <p>The bytes may come from anyone: each offset, size and count is checked before it is used, and all work and memory
 * is bounded by the size of the file and the limits named {@code MAX_…} in these classes.
 */
package okko.bpf.elf;
