package okko.eval.experiment;

import java.util.List;
import java.util.stream.Stream;
import okko.eval.run.Experiment;
import okko.eval.run.Figure;

/** Every experiment there is. */
public final class Catalogue {

    private Catalogue() {}

    /**
     * Puts experiments together.
     *
     * @param choice what was asked for
     * @param inputs what they are made from
     * @return the experiments, in the order of the report; control is always among them
     */
    public static List<Experiment> experiments(Choice choice, Inputs inputs) {
        return Stream.of(Figure.values()).filter(choice.figures()::contains)
                .flatMap(figure -> of(figure, choice, inputs)).toList();
    }

    private static Stream<Experiment> of(Figure figure, Choice choice, Inputs inputs) {
        return switch (figure) {
            case APPLICATIONS -> choice.workloads().stream()
                    .map(workload -> Applications.of(workload, choice.setups(), inputs));
            case PEERS -> choice.peers().isEmpty() ? Stream.empty() : Stream.of(Peers.of(choice.peers(), inputs));
            case CACHES, CHAINS, BREAKDOWN, LOAD, SIZE, FLOWS, RULES, BATCH, RING, IDLE, CONTROL -> Stream.empty();
        };
    }
}
