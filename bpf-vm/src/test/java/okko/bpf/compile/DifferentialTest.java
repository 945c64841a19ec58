package okko.bpf.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import okko.bpf.asm.Disassembler;
import okko.bpf.compile.CompileOptions.RangeChecks;
import okko.bpf.compile.RandomProgram.Kind;
import okko.bpf.engine.BpfFunction;
import okko.bpf.image.Abi;
import okko.bpf.image.ProgramImage;
import okko.bpf.image.SourceLines;
import okko.bpf.interpret.Interpreter;
import okko.bpf.isa.Code;
import okko.bpf.map.BpfMap;
import okko.bpf.verify.Analysis;
import okko.bpf.verify.Verdict;
import okko.bpf.verify.Verifier;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Compiled programs, trusted and checked, against the interpreter: equal results, packets and maps, whatever a
 * generator thinks of. The compiler leaves out what the verifier has found unreachable, and trusts its ranges, so this
 * also tests that the verifier is right about them.
 */
class DifferentialTest {

    private static final int PROGRAMS = 10_000;
    private static final int MAX_LENGTH = 12;

    private final List<String> names = List.of("compiled", "compiled, checked");

    @Test
    void shouldGiveTheInterpretersResultWhenARandomProgramRuns() {
        compareAll(0, PROGRAMS);
    }

    /** As many programs as the property {@code okko.programs} says, a million if it says nothing, all of them new. */
    @Test
    @Tag("nightly")
    void shouldGiveTheInterpretersResultWhenAMillionRandomProgramsRun() {
        long first = System.nanoTime();
        compareAll(first, first + Integer.getInteger("okko.programs", 1_000_000));
    }

    private void compareAll(long firstSeed, long endSeed) {
        long packet = UnsafeApi.allocateMemory(RandomProgram.PACKET_BYTES);
        try {
            for (long seed = firstSeed; seed < endSeed; seed++) {
                compare(seed, packet);
            }
        } finally {
            UnsafeApi.freeMemory(packet);
        }
    }

    private void compare(long seed, long packet) {
        var random = new Random(seed);
        Kind kind = seed % 4 == 0 ? Kind.PLAIN : Kind.FULL;
        Abi abi = kind == Kind.FULL && random.nextInt(3) == 0 ? Abi.XDP : Abi.OKO;
        Code code = RandomProgram.of(random, kind, abi, 1 + random.nextInt(MAX_LENGTH));
        var bytes = new byte[RandomProgram.PACKET_BYTES];
        random.nextBytes(bytes);
        String expected = outcome(abi, code, packet, bytes,
                program -> new Interpreter(program.image(), program.environment()));
        Analysis analysis = analysis(abi, code, kind);
        for (RangeChecks checks : RangeChecks.values()) {
            String actual = outcome(abi, code, packet, bytes, program ->
                    program.compile(analysis, new CompileOptions(checks, Interpreter.DEFAULT_BUDGET)));
            if (!actual.equals(expected)) {
                assertThat(actual)
                        .as("seed %d, %s:%n%s", seed, names.get(checks.ordinal()), Disassembler.listing(code, abi))
                        .isEqualTo(expected);
            }
        }
    }

    /** What the verifier learns of a program; of one that it refuses, never a plain one, what the generator knows. */
    private static Analysis analysis(Abi abi, Code code, Kind kind) {
        var image = new ProgramImage("test", abi, code, List.of(RandomProgram.MAPS), SourceLines.NONE);
        return switch (Verifier.verify(image)) {
            case Verdict.Accepted(var analysis) -> analysis;
            case Verdict.Rejected(var findings) -> {
                assertThat(kind).as("a program that is refused: %s", findings).isEqualTo(Kind.FULL);
                Analysis analysis = Analysis.unverified(code);
                if (abi == Abi.XDP) {
                    analysis.contextAccess().set(0, 2);
                }
                yield analysis;
            }
        };
    }

    /** Runs a program on a packet, and on one that is too short: results, what became of packet and maps. */
    private static String outcome(
            Abi abi, Code code, long packet, byte[] bytes, Function<TestProgram, BpfFunction> engine) {
        try (var program = TestProgram.of(abi, code, RandomProgram.MAPS)) {
            BpfFunction function = engine.apply(program);
            UnsafeApi.copyMemory(bytes, UnsafeApi.arrayBaseOffset(byte[].class), null, packet, bytes.length);
            var outcome = new ArrayList<Object>();
            for (long length : new long[] {bytes.length, bytes.length, 0}) {
                outcome.add(function.run(packet, length));
            }
            for (int offset = 0; offset < bytes.length; offset += Long.BYTES) {
                outcome.add(UnsafeApi.getLong(packet + offset));
            }
            for (BpfMap map : program.environment().maps()) {
                var entries = new TreeMap<String, String>();
                map.forEach((key, value) -> entries.put(Arrays.toString(key), Arrays.toString(value)));
                outcome.add(entries);
            }
            return outcome.toString();
        }
    }
}
