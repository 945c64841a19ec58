package okko.bpf.verify;

import java.util.List;
import okko.bpf.image.ProgramImage;

/**
 * The looks at one program, until one finds nothing. The second, closer one tells what is wrong, by which way: programs
 * that are accepted at the first pay nothing for that.
 */
final class Looks {

    /** For programs with loops: more of their rounds one by one. */
    private static final List<Look> CLOSER = List.of(Look.FIRST_APART, Look.ONE_BY_ONE);

    private final ProgramImage image;
    private final VerifyOptions options;
    private final CallGraph functions;
    private final StateLog log;
    private Effort effort;

    Looks(ProgramImage image, VerifyOptions options, CallGraph functions, StateLog log) {
        this.image = image;
        this.options = options;
        this.functions = functions;
        this.log = log;
    }

    /** What the looks come to. */
    Verdict verdict() {
        Walk quick = look(Look.QUICKLY, first(), Trail.UNFOLLOWED);
        if (quick.notes().findings().isEmpty()) {
            return accepted(Look.QUICKLY, quick);
        }
        if (quick.isExhausted()) {
            return rejected(Look.QUICKLY, quick);
        }
        var all = new Findings(image);
        functions.report(image, all);
        Walk telling = look(Look.ALL_AT_ONCE, all, Trail.START);
        if (all.isEmpty()) {
            return accepted(Look.ALL_AT_ONCE, telling);
        }
        if (telling.isExhausted()) {
            boolean toldNothingElse = all.count() == 1;
            return toldNothingElse ? rejected(Look.QUICKLY, quick) : rejected(Look.ALL_AT_ONCE, telling);
        }
        for (Look closer : functions.hasLoops() ? CLOSER : List.<Look>of()) {
            Walk walk = look(closer, first(), Trail.UNFOLLOWED);
            if (walk.notes().findings().isEmpty()) {
                return accepted(closer, walk);
            }
        }
        return rejected(Look.ALL_AT_ONCE, telling);
    }

    /** Steps of all looks so far. */
    long steps() {
        return effort.steps();
    }

    private Findings first() {
        var first = Findings.first(image);
        functions.report(image, first);
        return first;
    }

    private Walk look(Look look, Findings findings, Trail trail) {
        effort = effort == null ? new Effort(look) : effort.next(look);
        var notes = new Notes(image, functions, findings, StateLog.NONE);
        var walk = new Walk(image, options, functions, look, effort, notes);
        walk.run(trail);
        return walk;
    }

    private Verdict accepted(Look look, Walk walk) {
        tell(look, walk, Findings.first(image));
        return new Verdict.Accepted(walk.notes().analysis());
    }

    private Verdict rejected(Look look, Walk walk) {
        tell(look, walk, new Findings(image));
        return new Verdict.Rejected(walk.notes().findings().list());
    }

    /** Goes the same ways again for who wants to know what was seen on them. */
    private void tell(Look look, Walk walk, Findings findings) {
        if (log != StateLog.NONE) {
            var notes = new Notes(image, functions, findings, log);
            new Walk(image, options, functions, look, walk.effort().again(), notes).run(Trail.UNFOLLOWED);
        }
    }
}
