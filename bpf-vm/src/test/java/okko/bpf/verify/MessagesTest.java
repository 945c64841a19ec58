package okko.bpf.verify;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import okko.bpf.elf.ElfLoader;
import okko.bpf.image.ProgramImage;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the author of a C program reads: {@code mistakes.c} has typical mistakes, {@code findings.txt} the messages. */
class MessagesTest {

    @TestFactory
    Stream<DynamicTest> shouldTellOfEachMistakeWhereAndWhyAndWhatToDo() throws IOException {
        return Arrays.stream(new String(resource("findings.txt"), StandardCharsets.UTF_8).split("(?m)^== "))
                .filter(each -> !each.isBlank() && !each.startsWith("#"))
                .map(each -> each.split("\n", 2))
                .map(each -> DynamicTest.dynamicTest(each[0], () ->
                        assertThat(messages(each[0])).isEqualTo(each[1].strip())));
    }

    @Test
    void shouldTellWhatIsKnownAtEachInstruction() {
        assertThat(log("""
                r0 = 0
                if r2 < 34 goto end
                r3 = *(u8 *)(r1 + 14)
                r1 += r3
                r0 = *(u8 *)(r1 + 14)
                end: exit""")).containsExactly(
                "0: r1 = packet; r2 = length, 0..65535",
                "1: r0 = 0; r1 = packet; r2 = length, 0..65535",
                "2: r1 = packet; packet has at least 34 bytes",
                "3: r1 = packet; r3 = 0..255; packet has at least 34 bytes",
                "4: r1 = packet + 0..255; packet has at least 34 bytes",
                "5: r0 = 0",
                "5: r0 = 0..255; packet has at least 34 bytes");
    }

    @Test
    void shouldTellOfTheStackByteByByte() {
        assertThat(log("""
                *(u64 *)(r10 - 8) = r1
                *(u32 *)(r10 - 16) = r2
                *(u8 *)(r10 - 11) = 0
                *(u8 *)(r10 - 10) = 0
                r0 = *(u32 *)(r10 - 16)
                r1 = *(u64 *)(r10 - 8)
                r2 = *(u16 *)(r10 - 11)
                exit""")).contains(
                "4: stack[-16, -12) = length, 0..65535; stack[-11, -9) = 0; stack[-8, 0) = packet");
    }

    @Test
    void shouldTellOfEachStateThatCallsBring() {
        assertThat(log("r1 = 3; call pc 5; r1 = 4; call pc 5; exit; r0 = r1; exit"))
                .contains("5: r1 = 3", "5: r1 = 4", "4: r0 = 4");
    }

    @Test
    void shouldTellOfTheSettledStateOnlyWhenALoopIsGoneRound() {
        assertThat(log("r0 = 0; again: r0 += 1; if r0 < 9 goto again; exit"))
                .containsExactly("0: nothing is known", "1: r0 = 0..8", "2: r0 = 1..9", "3: r0 = 9");
    }

    @Test
    void shouldGoOnBehindAFindingWhenTellingWhatIsKnown() {
        assertThat(log("r0 = *(u8 *)(r1 + 5); r0 += 1; exit"))
                .contains("1: r0 = 0..255; packet has at least 6 bytes (in doubt)");
    }

    private static List<String> log(String program) {
        List<String> told = new ArrayList<>();
        Verifier.verify(VerifierCase.image(program), VerifyOptions.DEFAULT,
                (pc, state) -> told.add(pc + ": " + state.text()));
        return told;
    }

    private static String messages(String program) throws Exception {
        ProgramImage image = ElfLoader.load(resource("mistakes.o"), program, null);
        return switch (Verifier.verify(image)) {
            case Verdict.Accepted _ -> "accepted";
            case Verdict.Rejected(List<Finding> findings) -> String.join("\n", findings.stream()
                    .map(finding -> FindingText.of("mistakes.o", program, finding))
                    .toList());
        };
    }

    private static byte[] resource(String name) throws IOException {
        try (var stream = MessagesTest.class.getResourceAsStream("/messages/" + name)) {
            return stream.readAllBytes();
        }
    }
}
