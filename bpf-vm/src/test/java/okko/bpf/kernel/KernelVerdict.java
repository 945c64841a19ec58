package okko.bpf.kernel;

import java.util.List;
import java.util.regex.Pattern;
import okko.bpf.image.ProgramImage;
import okko.bpf.kernel.KernelBpf.Loading;
import okko.bpf.map.MapDefinition;

/**
 * What the kernel's verifier says of a program.
 *
 * @param kind   of its answer
 * @param reason in its words, the line that says what is wrong; empty if nothing is
 */
record KernelVerdict(Kind kind, String reason) {

    /** What an answer means for us. */
    enum Kind {
        /** The program may run. */
        ACCEPTED,
        /** It may not, for it could harm memory or give an address away. */
        UNSAFE,
        /** It may not, for a reason that is Linux's own. */
        OTHERWISE_REFUSED
    }

    /** Accesses at multiples of their size only. */
    static final int STRICT_ALIGNMENT = 1;

    private static final KernelVerdict ACCEPTED = new KernelVerdict(Kind.ACCEPTED, "");

    private static final String TOO_LONG = "more instructions looked at than the kernel cares to";

    /** Numbers and offsets of what the kernel counts, after its answer. */
    private static final Pattern STATISTICS = Pattern.compile(
            "processed \\d+ insns.*|verification time.*|stack depth.*|mark_precise.*|(cur|old) state:.*");

    /** What Linux refuses though it harms no memory; all else counts as unsafe. */
    private static final List<Pattern> OTHER_REASONS = List.of(
            Pattern.compile("unreachable insn.*"),
            Pattern.compile("jump out of range.*"),
            Pattern.compile("last insn is not an exit or jmp"),
            Pattern.compile("back-edge from insn.*"),
            Pattern.compile(".*infinite loop detected.*"),
            Pattern.compile(TOO_LONG),
            Pattern.compile("The sequence of \\d+ jumps is too complex.*"),
            Pattern.compile("recursive call.*"),
            Pattern.compile("the call stack of \\d+ frames is too deep.*"),
            Pattern.compile("combined stack size of \\d+ calls is.*"),
            Pattern.compile("program of this type cannot use helper.*"),
            Pattern.compile("unknown func.*|invalid func unknown.*"),
            Pattern.compile("div by zero|invalid shift.*"),
            Pattern.compile("unknown opcode.*|BPF_\\w+ uses reserved fields"),
            Pattern.compile("At program exit the register R0.*"),
            Pattern.compile(".*prohibited for !root.*|.*speculati.*"));

    /** Asks with and without the right to give addresses away, and keeps the answer that is about safety. */
    static KernelVerdict of(ProgramImage image, int flags) {
        try (var kernel = new KernelBpf()) {
            int[] descriptors = image.maps().stream().mapToInt(kernel::createMap).toArray();
            byte[] bytecode = new WitnessedProgram(image).bytecode(descriptors);
            KernelVerdict strict;
            try (var _ = Capabilities.ofLoadersOnly()) {
                strict = of(kernel.verify(bytecode, flags));
            }
            // Without that right fewer helpers may be called, and guesses of the processor count.
            boolean isOfPrivilege = strict.kind() == Kind.OTHERWISE_REFUSED && !strict.reason().equals(TOO_LONG);
            return isOfPrivilege ? of(kernel.verify(bytecode, flags)) : strict;
        }
    }

    private static KernelVerdict of(Loading loading) {
        return switch (loading) {
            case Loading.Loaded _ -> ACCEPTED;
            case Loading.Refused(int errno, String log) -> {
                String reason = reason(errno, log);
                yield new KernelVerdict(OTHER_REASONS.stream().anyMatch(each -> each.matcher(reason).matches())
                        ? Kind.OTHERWISE_REFUSED : Kind.UNSAFE, reason);
            }
        };
    }

    private static String reason(int errno, String log) {
        return errno == KernelBpf.E2BIG ? TOO_LONG : log.lines()
                .filter(line -> !line.isBlank() && !STATISTICS.matcher(line).matches())
                .reduce((_, last) -> last)
                .orElse("errno " + errno);
    }
}
