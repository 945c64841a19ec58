package okko.eval.workload;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import okko.external.api.Processor;
import okko.external.sample.DapperProcessor;
import okko.external.sample.FirewallProcessor;
import okko.external.sample.P0fProcessor;
import okko.external.sample.PassProcessor;

/** The jobs that come with Okko: each a BPF object and its twin in Java, which give every packet the same verdict. */
public enum BundledWorkload implements Workload {
    /** The cost of the mechanism alone. */
    NONE("none", PassProcessor.class, PassProcessor::new, "every packet matches: the price of asking at all"),
    /** Recognises SYN packets by the layout of their headers; keeps no state. */
    P0F("p0f", P0fProcessor.class, P0fProcessor::new,
            "TCP signature filter: header fields and options of SYN packets, no state"),
    /** Lets connections pass that were opened from inside; a hash map look-up per packet. */
    FIREWALL("firewall", FirewallProcessor.class, FirewallProcessor::new,
            "stateful TCP firewall: one hash map entry per connection"),
    /** Diagnoses what limits a connection; a larger entry, written for each packet. */
    DAPPER("dapper", DapperProcessor.class, DapperProcessor::new,
            "TCP diagnosis after Dapper: per-connection counters, written for each packet");

    private final String label;
    private final Class<? extends Processor> twin;
    private final Supplier<Processor> newTwin;
    private final String description;

    BundledWorkload(String label, Class<? extends Processor> twin, Supplier<Processor> newTwin,
            String description) {
        this.label = label;
        this.twin = twin;
        this.newTwin = newTwin;
        this.description = description;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public String description() {
        return description;
    }

    /** {@return file name of the BPF object} */
    public String objectName() {
        return this == NONE ? "pass.o" : label + ".o";
    }

    @Override
    public Optional<String> object() {
        return Optional.of(objectName());
    }

    @Override
    public Path placeObject(Path directory) throws IOException {
        return Bundle.extractObject(objectName(), directory);
    }

    @Override
    public Optional<String> processor() {
        return Optional.of(twin.getName());
    }

    /**
     * Makes the Java twin.
     *
     * @return one with fresh state, to be closed
     */
    @Override
    public Processor newOracle() {
        return newTwin.get();
    }

    /**
     * Finds a workload.
     *
     * @param label its name
     * @return the workload, if there is one
     */
    public static Optional<BundledWorkload> of(String label) {
        return Arrays.stream(values()).filter(workload -> workload.label.equals(label)).findFirst();
    }
}
