package okko.bpf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import okko.bpf.compile.CompileOptions;
import okko.bpf.compile.CompileOptions.RangeChecks;
import okko.bpf.compile.CompiledProgram;
import okko.bpf.engine.BpfFault;
import okko.bpf.engine.BpfFunction;
import okko.bpf.engine.Environment;
import okko.bpf.engine.RunContext;
import okko.bpf.image.ProgramImage;
import okko.bpf.interpret.Interpreter;
import okko.bpf.verify.Analysis;
import okko.bpf.verify.Verdict;
import okko.bpf.verify.Verifier;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs each {@link TextCase} through each engine that it is for; all have to end in the same way. */
class CasesTest {

    private static final long CLOCK_NS = 1_234_567_890_123L;

    /** Between the packet and whatever else is in memory, so that messages say which of them was missed. */
    private static final int APART_BYTES = 1 << 16;

    /** How a case is run. */
    private enum Way {
        INTERPRETED {
            @Override
            BpfFunction prepare(ProgramImage image, Environment environment, long budget) {
                return new Interpreter(image, environment, new RunContext(environment, 0), budget, () -> { });
            }
        },
        CHECKED {
            @Override
            BpfFunction prepare(ProgramImage image, Environment environment, long budget) {
                return compile(image, Analysis.unverified(image.code()), environment, RangeChecks.AT_RUN_TIME, budget);
            }
        },
        VERIFIED {
            @Override
            BpfFunction prepare(ProgramImage image, Environment environment, long budget) {
                return compile(image, accepted(image), environment, RangeChecks.PROVED, budget);
            }
        };

        abstract BpfFunction prepare(ProgramImage image, Environment environment, long budget);

        boolean isFor(TextCase each) {
            return switch (this) {
                case INTERPRETED -> true;
                case CHECKED -> !each.has("interpreted");
                case VERIFIED -> !each.has("interpreted") && !each.has("unverified")
                        && (!each.has("error") || each.has("budget"));
            };
        }

        private static BpfFunction compile(
                ProgramImage image, Analysis analysis, Environment environment, RangeChecks checks, long budget) {
            return CompiledProgram.compile(image, analysis, environment, new CompileOptions(checks, budget))
                    .newFunction();
        }
    }

    @TestFactory
    Stream<DynamicContainer> shouldGiveTheResultOfEachCase() {
        var byFile = new LinkedHashMap<String, List<DynamicTest>>();
        for (TextCase each : TextCase.all()) {
            for (Way way : Way.values()) {
                if (way.isFor(each)) {
                    byFile.computeIfAbsent(each.file(), _ -> new ArrayList<>()).add(DynamicTest.dynamicTest(
                            each.name() + " " + each.row() + " " + way.name(), () -> check(each, way)));
                }
            }
        }
        return byFile.entrySet().stream()
                .map(file -> DynamicContainer.dynamicContainer(file.getKey(), file.getValue()));
    }

    private static void check(TextCase each, Way way) {
        byte[] packet = each.bytes("packet");
        ProgramImage image = each.image();
        var log = new ArrayList<String>();
        long memory = UnsafeApi.allocateMemory(2 * APART_BYTES + packet.length);
        long address = memory + APART_BYTES;
        try (Environment environment = Environment.allocate(image, () -> CLOCK_NS, log::add)) {
            UnsafeApi.copyMemory(packet, UnsafeApi.arrayBaseOffset(byte[].class), null, address, packet.length);
            long budget = each.has("budget") ? each.number("budget") : Interpreter.DEFAULT_BUDGET;
            BpfFunction function = way.prepare(image, environment, budget);
            each.lines("arrived").map(ports -> ports.strip().split("\\s+")).forEach(ports ->
                    function.context().arrivedAt(Integer.parseInt(ports[0]), Integer.parseInt(ports[1])));
            if (each.has("error")) {
                assertThatThrownBy(() -> function.run(address, packet.length))
                        .isInstanceOf(BpfFault.class).hasMessage(each.text("error").strip());
                if (!each.has("budget")) {
                    assertThat(Verifier.verify(image)).as("what faults is not accepted")
                            .isInstanceOf(Verdict.Rejected.class);
                }
            } else {
                assertThat("0x%x".formatted(function.run(address, packet.length)))
                        .isEqualTo("0x%x".formatted(each.number("result")));
            }
            assertThat(log).isEqualTo(each.lines("log").toList());
            assertThat(bytesAt(address, packet.length)).isEqualTo(each.has("after") ? each.bytes("after") : packet);
        } finally {
            UnsafeApi.freeMemory(memory);
        }
    }

    private static Analysis accepted(ProgramImage image) {
        return switch (Verifier.verify(image)) {
            case Verdict.Accepted(var analysis) -> analysis;
            case Verdict.Rejected(var findings) -> throw new AssertionError("refused: " + findings);
        };
    }

    private static byte[] bytesAt(long address, int count) {
        var bytes = new byte[count];
        UnsafeApi.copyMemory(null, address, bytes, UnsafeApi.arrayBaseOffset(byte[].class), count);
        return bytes;
    }
}
