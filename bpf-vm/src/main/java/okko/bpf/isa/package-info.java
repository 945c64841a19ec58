/**
 * The BPF instruction set, RFC 9669: the one list of instructions in this module. <b>Cold.</b>
 *
 * <p>{@link okko.bpf.isa.Instruction} is closed: verifier, interpreter, compiler and disassembler each switch over it
 * without a default, so that a new instruction does not compile until all of them know it.
 */
package okko.bpf.isa;
