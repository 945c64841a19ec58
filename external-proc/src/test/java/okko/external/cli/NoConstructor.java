package okko.external.cli;

import okko.external.api.PacketBatch;
import okko.external.api.Processor;

/** A processor that cannot be made. */
public final class NoConstructor implements Processor {

    public NoConstructor(int unused) {}

    @Override
    public void process(PacketBatch batch) {}
}
