package okko.bpf.verify;

/**
 * One reason to refuse a program.
 *
 * @param pc          of the instruction
 * @param instruction as the disassembler writes it
 * @param place       source file and line, {@code acl.c:23}; empty if unknown
 * @param needs       what the instruction needs, with values
 * @param known       what is known there, with values, and from which check
 * @param hint        what to change in the program
 */
public record Finding(int pc, String instruction, String place, String needs, String known, String hint) {}
