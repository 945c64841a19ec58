package okko.external.cli;

import java.io.IOException;
import okko.external.api.PacketBatch;
import okko.external.api.Processor;
import okko.external.api.ProcessorContext;

/** A processor with two settings, that is not content with a file in /nowhere. */
public final class SettingsProcessor implements Processor {

    @Override
    public void start(ProcessorContext context) throws IOException {
        String file = context.settings().text("file");
        context.settings().number("rate", 10, 1, 100);
        if (file.startsWith("/nowhere")) {
            throw new IOException(file + ": cannot be opened");
        }
    }

    @Override
    public void process(PacketBatch batch) {
        // Packets pass.
    }
}
