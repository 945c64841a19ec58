package okko.eval.evaluation;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import okko.eval.experiment.Choice;
import okko.eval.journal.RunRequest;
import okko.eval.journal.RunRequest.OwnRequest;
import okko.eval.peer.Peer;
import okko.eval.run.Figure;
import okko.eval.run.Profile;
import okko.eval.setup.Setup;
import okko.eval.workload.BundledWorkload;
import okko.eval.workload.OwnWorkload;
import okko.eval.workload.Workload;

/**
 * What is asked for: all that two runs must have in common to be repetitions of each other.
 *
 * @param profile how much time to spend
 * @param seed    of the traffic's copies and of the order of turns
 * @param capture whose packets are used as they are; empty for the recording that comes with Okko, multiplied
 * @param choice  what to measure
 */
public record Plan(Profile profile, long seed, Optional<Path> capture, Choice choice) {

    /**
     * Reads a plan from the journal.
     *
     * @param request that was kept
     * @return the plan
     * @throws IOException if the request has a name that this build does not know
     */
    public static Plan of(RunRequest request) throws IOException {
        List<Workload> workloads = new ArrayList<>(known("workload", request.workloads(), BundledWorkload::of));
        request.own().forEach(own -> workloads.add(new OwnWorkload(own.label(),
                Optional.ofNullable(own.object()).map(Path::of), Optional.ofNullable(own.program()),
                Optional.ofNullable(own.processor()))));
        return new Plan(known("profile", request.profile(), Profile::of), request.seed(),
                Optional.ofNullable(request.capture()).map(Path::of),
                new Choice(known("figure", request.figures(), Figure::of), List.copyOf(workloads),
                        known("setup", request.setups(), Setup::of),
                        known("peer", request.peers(), Peer::of)));
    }

    private static <T> List<T> known(String what, List<String> labels, Function<String, Optional<T>> lookUp)
            throws IOException {
        List<T> found = new ArrayList<>();
        for (String label : labels) {
            found.add(known(what, label, lookUp));
        }
        return found;
    }

    private static <T> T known(String what, String label, Function<String, Optional<T>> lookUp) throws IOException {
        return lookUp.apply(label)
                .orElseThrow(() -> new IOException("this build knows no " + what + " \"" + label + "\" any more"));
    }

    /** {@return the same in words, for the journal} */
    public RunRequest request() {
        List<String> workloads = new ArrayList<>();
        List<OwnRequest> own = new ArrayList<>();
        for (Workload workload : choice.workloads()) {
            switch (workload) {
                case BundledWorkload bundled -> workloads.add(bundled.label());
                case OwnWorkload(String label, var file, var program, var processor) -> own.add(new OwnRequest(label,
                        file.map(Path::toString).orElse(null), program.orElse(null), processor.orElse(null)));
            }
        }
        return new RunRequest(profile.label(), seed, choice.figures().stream().map(Figure::label).toList(), workloads,
                own, choice.setups().stream().map(Setup::label).toList(),
                choice.peers().stream().map(Peer::label).toList(), capture.map(Path::toString).orElse(null));
    }
}
