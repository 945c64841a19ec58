package okko.bpf.verify;

import java.util.ArrayList;
import java.util.List;
import okko.bpf.asm.Disassembler;
import okko.bpf.image.ProgramImage;
import okko.bpf.verify.Trail.Decision;

/**
 * What a finding tells besides its reason: where the values come from, and a way that leads there.
 *
 * @param origins of what the instruction's registers hold, a sentence each
 * @param path    the latest decisions on the way
 * @param earlier decisions before those
 */
record Background(List<String> origins, List<PathStep> path, int earlier) {

    /** More would not be read. */
    private static final int STEPS_SHOWN = 8;

    static final Background NONE = new Background(List.of(), List.of(), 0);

    static Background of(List<String> origins, Trail trail, ProgramImage image) {
        List<PathStep> path = new ArrayList<>();
        for (Decision decision : trail.latest(STEPS_SHOWN)) {
            path.add(new PathStep(decision.pc(), Wording.place(decision.pc(), image), text(decision, image)));
        }
        return new Background(origins, path, trail.length() - path.size());
    }

    private static String text(Decision decision, ProgramImage image) {
        return switch (decision) {
            case Decision.Branch(int pc, var way) -> condition(pc, image) + switch (way) {
                case TAKEN -> ": taken";
                case NOT_TAKEN -> ": not taken";
            };
            case Decision.Call(int _, int target) -> "call of " + Wording.function(target, image);
            case Decision.Return _ -> "return from the call";
            case Decision.Round(int _, var turn) -> switch (turn) {
                case FIRST -> "first round of the loop";
                case LATER -> "2nd or later round of the loop";
            };
        };
    }

    private static String condition(int pc, ProgramImage image) {
        String text = Disassembler.text(image.code().at(pc), image.abi());
        return text.substring(0, text.lastIndexOf(" goto "));
    }
}
