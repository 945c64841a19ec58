package okko.bpf.verify;

import java.util.List;

/**
 * One reason to refuse a program.
 *
 * @param pc           of the instruction
 * @param instruction  as the disassembler writes it
 * @param place        source file and line, {@code acl.c:23}; empty if unknown
 * @param source       text of that line; empty if unknown
 * @param needs        what the instruction needs, with values
 * @param known        what is known there, with values, and from which check
 * @param origins      where what is known comes from, a sentence each; empty if there is nothing to tell
 * @param path         the latest decisions on a way that leads there, in their order, at most 8; empty if no run need
 *                     decide anything to come there
 * @param earlierSteps decisions before those
 * @param hint         what to change in the program
 */
public record Finding(
        int pc, String instruction, String place, String source, String needs, String known, List<String> origins,
        List<PathStep> path, int earlierSteps, String hint) {}
