package okko.external.load;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import okko.external.api.Processor;
import okko.external.sample.DapperProcessor;
import okko.external.sample.FirewallProcessor;
import okko.external.sample.P0fProcessor;
import okko.external.sample.PassProcessor;

/** Processors that come with Okko and have a short name. */
public enum BuiltIn {
    /** Passes everything, result 1. */
    PASS("pass", PassProcessor::new),
    /** Twin of the TCP signature filter. */
    P0F("p0f", P0fProcessor::new),
    /** Twin of the stateful firewall. */
    FIREWALL("firewall", FirewallProcessor::new),
    /** Twin of the TCP diagnosis. */
    DAPPER("dapper", DapperProcessor::new);

    private final String label;
    private final Supplier<Processor> maker;

    BuiltIn(String label, Supplier<Processor> maker) {
        this.label = label;
        this.maker = maker;
    }

    /** {@return the short name} */
    public String label() {
        return label;
    }

    Processor make() {
        return maker.get();
    }

    static Optional<BuiltIn> of(String name) {
        return Arrays.stream(values()).filter(builtIn -> builtIn.label.equals(name)).findAny();
    }
}
