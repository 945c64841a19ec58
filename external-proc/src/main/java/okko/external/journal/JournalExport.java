package okko.external.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import okko.ringshm.capture.PcapngWriter;

/**
 * Writes packets of a journal to a pcapng file: an interface per port, and the verdict as each packet's comment. The
 * file appears under its name when it is whole.
 */
public final class JournalExport implements JournalVisitor {

    private final Selection selection;
    private final Map<Integer, String> portNames;
    private final PcapngWriter writer;
    private final Map<Integer, Integer> interfaces = new HashMap<>();
    private long packets;

    private JournalExport(Selection selection, Map<Integer, String> portNames, PcapngWriter writer) {
        this.selection = selection;
        this.portNames = portNames;
        this.writer = writer;
    }

    /**
     * Exports.
     *
     * @param journal   to read
     * @param selection of its packets
     * @param portNames names of interfaces by the port's number; others are named {@code port-7} for instance
     * @param file      to write
     * @return how many packets are in the file
     * @throws IOException if the journal cannot be read or the file cannot be written; what was at the file's place
     *                     before is still there then
     */
    public static long write(Journal journal, Selection selection, Map<Integer, String> portNames, Path file)
            throws IOException {
        Path partial = file.resolveSibling(file.getFileName() + ".part");
        try {
            long packets;
            try (PcapngWriter writer = PcapngWriter.create(partial)) {
                JournalExport export = new JournalExport(selection, portNames, writer);
                journal.read(export);
                packets = export.packets;
            }
            Files.move(partial, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return packets;
        } catch (IOException e) {
            Files.deleteIfExists(partial);
            throw e;
        }
    }

    @Override
    public void packet(JournalEntry entry) throws IOException {
        if (!selection.accepts(entry)) {
            return;
        }
        Integer number = interfaces.get(entry.inPort());
        if (number == null) {
            number = writer.addInterface(portNames.getOrDefault(entry.inPort(), "port-" + entry.inPort()));
            interfaces.put(entry.inPort(), number);
        }
        writer.write(number, entry.timeNs(), entry.frame(), entry.wireLengthBytes(), "verdict=" + entry.verdict());
        packets++;
    }
}
