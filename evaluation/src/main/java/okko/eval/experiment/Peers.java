package okko.eval.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okko.eval.peer.Peer;
import okko.eval.peer.PeerMachine;
import okko.eval.peer.PeerTask;
import okko.eval.run.Experiment;
import okko.eval.run.Figure;
import okko.eval.run.Variant;
import okko.eval.setup.Forward;
import okko.eval.setup.InProcess;
import okko.eval.setup.Setup;
import okko.eval.subject.SubjectPlan;
import okko.eval.workload.BundledWorkload;
import okko.eval.workload.Workload;

/**
 * Systems by others, with the packets of the run. They run no user's program; so ours forwards port to port beside
 * them, and by way of a processor that lets every packet pass.
 */
final class Peers {

    private static final Workload WORKLOAD = BundledWorkload.NONE;
    private static final Setup PORT_TO_PORT = new Forward();

    private Peers() {}

    static Experiment of(List<Peer> peers, Inputs inputs) {
        Judged judged = Judged.of(WORKLOAD, inputs.traffic());
        List<Variant> variants = new ArrayList<>();
        for (Setup setup : List.of(PORT_TO_PORT, InProcess.JAVA)) {
            variants.add(variant(setup.label(), judged.plan(WORKLOAD, setup, inputs)));
        }
        PeerMachine machine = PeerMachine.here();
        int takenMib = 0;
        for (Peer peer : peers) {
            PeerTask task = new PeerTask(machine, inputs.traffic(), inputs.trace(), takenMib);
            SubjectPlan plan = peer.plan(task);
            variants.add(variant(peer.label(), plan));
            peer.generator(task).ifPresent(generator -> variants.add(variant(peer.label() + "-source", generator)));
            takenMib += plan.obstacle().isEmpty() ? peer.memoryMib() : 0;
        }
        return new Experiment("peers", Figure.PEERS, "The same packets through systems by others", Optional.empty(),
                PORT_TO_PORT.label(), List.copyOf(variants));
    }

    private static Variant variant(String label, SubjectPlan plan) {
        return new Variant(label, WORKLOAD.label(), label, Map.of(), plan);
    }
}
