package okko.bpf.engine;

import java.util.List;
import java.util.function.Consumer;
import okko.bpf.map.BpfMap;
import org.agrona.concurrent.NanoClock;

/**
 * What a program runs in; shared by all of its functions.
 *
 * @param maps          one per definition of the image, in that order
 * @param dataAddresses address of each constant data section, in the image's order, readable for the section's length
 * @param clock         what helper 5 reads
 * @param log           where helper 7 writes its lines
 */
public record Environment(List<BpfMap> maps, List<Long> dataAddresses, NanoClock clock, Consumer<String> log) {}
