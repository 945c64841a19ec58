package okko.switchd.cli.ofctl;

import static okko.switchd.cli.ofctl.Word.SWITCH;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import okko.switchd.cli.ofctl.Word.Parameter;
import okko.switchd.openflow.MapDescription;
import okko.switchd.openflow.MapPart;
import okko.switchd.openflow.Part;
import okko.switchd.openflow.ProgramDescription;
import okko.switchd.openflow.ProgramMessage;
import okko.switchd.openflow.ProgramMessage.LoadCommand;
import okko.switchd.openflow.ProgramMessage.LoadOptions;
import okko.switchd.openflow.ProgramMessage.LoadProgram;
import okko.switchd.openflow.ProgramMessage.MapDump;
import okko.switchd.openflow.ProgramMessage.MapList;
import okko.switchd.openflow.ProgramMessage.ProgramList;
import okko.switchd.openflow.client.OpenFlowClient;
import okko.switchd.openflow.client.RefusedException;
import okko.switchd.openflow.wire.Decoded;
import okko.switchd.program.FilterEngine;
import okko.switchd.program.MapEntry;
import okko.switchd.program.ProgramAbi;
import okko.switchd.program.ProgramUse;

/** Words about programs and their maps: Oko's, those of P4rt-OVS beside them, and what both lack. */
final class ProgramWords {

    private static final Parameter ID = Parameter.of("ID", "Number of the program, as in filter_prog.");
    private static final Parameter FILE = Parameter.of("FILE", "Object file, as clang -target bpf writes it; - for "
            + "standard input.");
    private static final Parameter LENGTH = Parameter.many("OPTION", "Length of the file, if it ends before; use=filter"
            + " or use=action; program=FUNCTION; abi=oko or abi=xdp; engine=jit or engine=interpreter.");
    private static final Parameter MAP = Parameter.of("MAP", "Index or name of the map.");
    private static final Parameter ONE = Parameter.optional("ID", "Number of one program (default: all).");
    private static final Parameter PAIRS = Parameter.many("ENTRIES", "key and its bytes, value and its bytes, and so "
            + "on: decimal numbers; or ip=, mac=, u8=, u16=, u32=, u64=, be16=, be32=, be64=, hex=, 0xNN.");

    static final List<Word> ALL = Stream.of(
            withAlias("load-bpf-prog", Word.of("load-filter-prog", "Loads a program.",
                    List.of(SWITCH, ID, FILE, LENGTH), "br0 1 p0f.o",
                    session -> load(session, LoadCommand.LOAD))),
            List.of(Word.of("replace-filter-prog",
                    "Loads a program in the place of the one of this number; its maps keep their contents.",
                    List.of(SWITCH, ID, FILE, LENGTH), "br0 1 p0f.o", session -> load(session, LoadCommand.REPLACE))),
            withAlias("unload-bpf-prog", Word.of("unload-filter-prog",
                    "Unloads a program and removes the flows that refer to it.", List.of(SWITCH, ID), "br0 1",
                    session -> session.connect().change(
                            List.of(new ProgramMessage.UnloadProgram(program(session)))))),
            withAlias("show-bpf-prog", Word.of("show-filter-prog", "Shows a program and its maps.",
                    List.of(SWITCH, ID), "br0 1", ProgramWords::show)),
            List.of(Word.of("list-filter-prog", "Shows which programs there are.",
                    List.of(SWITCH, ONE), "br0", ProgramWords::list)),
            withAlias("update-bpf-map", Word.of("update-map", "Sets entries of a map.",
                    List.of(SWITCH, ID, MAP, PAIRS), "br0 1 0 key 14 0 16 172 value 1 0 0 0", ProgramWords::update)),
            withAlias("delete-bpf-map", Word.of("delete-map", "Removes entries of a map.",
                    List.of(SWITCH, ID, MAP, PAIRS), "br0 1 0 key ip=172.16.0.14", ProgramWords::delete)),
            withAlias("dump-bpf-map", Word.of("dump-map", "Shows the entries of a map.",
                    List.of(SWITCH, ID, MAP, Parameter.optional("hex", "Show bytes in hexadecimal.")),
                    "br0 1 0 hex", ProgramWords::dump)),
            List.of(Word.of("send-maps", "Has the maps of a program sent to all controllers.",
                    List.of(SWITCH, ID), "br0 1",
                    session -> session.connect().change(List.of(new ProgramMessage.SendMaps(program(session)))))))
            .flatMap(List::stream).toList();

    private ProgramWords() {}

    private static List<Word> withAlias(String alias, Word word) {
        return List.of(word, word.named(alias));
    }

    private static int program(Session session) throws IOException {
        return Numbers.within("ID", session.argument(1).orElseThrow(), 1, ProgramMessage.MAX_PROGRAM);
    }

    private static void load(Session session, LoadCommand command) throws IOException, RefusedException {
        int program = program(session);
        LoadOptions options = LoadOptions.DEFAULT;
        byte[] object = read(session.argument(2).orElseThrow());
        for (String word : session.argumentsFrom(3)) {
            if (word.matches("\\d+")) {
                int length = Numbers.within("LENGTH", word, 1, object.length);
                object = Arrays.copyOf(object, length);
            } else {
                options = with(options, word);
            }
        }
        session.connect().change(List.of(new LoadProgram(command, program, options, Part.whole(object))));
    }

    private static byte[] read(String file) throws IOException {
        try {
            return file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": no such file", e);
        }
    }

    private static LoadOptions with(LoadOptions options, String word) throws IOException {
        int equals = word.indexOf('=');
        String value = word.substring(equals + 1);
        try {
            return switch (equals < 0 ? "" : word.substring(0, equals)) {
                case "use" -> new LoadOptions(options.function(), options.abi(),
                        Optional.of(ProgramUse.ofLabel(value)), options.engine());
                case "abi" -> new LoadOptions(options.function(), Optional.of(ProgramAbi.ofLabel(value)),
                        options.use(), options.engine());
                case "program" -> new LoadOptions(Optional.of(value), options.abi(), options.use(), options.engine());
                case "engine" -> new LoadOptions(options.function(), options.abi(), options.use(), engine(value));
                default -> throw new IOException(word + ": expected the length of the file, use=, abi=, program= or "
                        + "engine=");
            };
        } catch (IllegalArgumentException e) {
            throw new IOException(word + ": " + e.getMessage(), e);
        }
    }

    private static FilterEngine engine(String label) {
        return Stream.of(FilterEngine.values()).filter(engine -> engine.label().equals(label)).findAny()
                .orElseThrow(() -> new IllegalArgumentException("expected jit or interpreter"));
    }

    private static List<ProgramDescription> programs(OpenFlowClient client, int program)
            throws IOException, RefusedException {
        List<ProgramDescription> programs = new ArrayList<>();
        for (Decoded part : client.ask(new ProgramMessage.ListPrograms(program))) {
            if (part.message() instanceof ProgramList(var some)) {
                programs.addAll(some);
            }
        }
        return programs;
    }

    private static List<MapDescription> maps(OpenFlowClient client, int program)
            throws IOException, RefusedException {
        List<MapDescription> maps = new ArrayList<>();
        for (Decoded part : client.ask(new ProgramMessage.ListMaps(program))) {
            if (part.message() instanceof MapList(var some)) {
                maps.addAll(some);
            }
        }
        return maps;
    }

    private static void list(Session session) throws IOException, RefusedException {
        String id = session.argument(1).orElse("all");
        int program = id.equals("all") ? ProgramMessage.ALL_PROGRAMS
                : Numbers.within("ID", id, 1, ProgramMessage.MAX_PROGRAM);
        List<ProgramDescription> programs = programs(session.connect(), program);
        if (session.options().isJson()) {
            session.print(ProgramJson.print(programs));
            return;
        }
        programs.forEach(each -> session.print(line(each)));
    }

    private static String line(ProgramDescription program) {
        return (" prog=%d, name=%s, use=%s, abi=%s, engine=%s, maps=%d, instructions=%d, loaded_at=%s, runs=%d, "
                + "matches=%d")
                .formatted(program.program(), program.name(), program.use().label(), program.abi().label(),
                        program.engine().label(), program.maps(), program.instructions(),
                        Instant.ofEpochMilli(program.loadedAtMs()), program.runs(), program.matches())
                + (program.faults() == 0 ? "" : ", faults=" + program.faults())
                + (program.place().equals("switch") ? "" : ", place=" + program.place());
    }

    private static void show(Session session) throws IOException, RefusedException {
        int program = program(session);
        OpenFlowClient client = session.connect();
        programs(client, program).forEach(each -> session.print(line(each)));
        for (MapDescription map : maps(client, program)) {
            session.print("  map=%d, name=%s, type=%s, key=%d, value=%d, entries=%d, max_entries=%d".formatted(
                    map.map(), map.name(), map.type(), map.keyBytes(), map.valueBytes(), map.entries(),
                    map.maxEntries()));
        }
    }

    /** A number is taken as it is: switches that speak a historical dialect cannot be asked for names. */
    private static int map(OpenFlowClient client, Session session) throws IOException, RefusedException {
        String text = session.argument(2).orElseThrow();
        if (text.matches("\\d+")) {
            return Numbers.within("MAP", text, 0, ProgramMessage.MAX_PROGRAM);
        }
        int program = program(session);
        List<MapDescription> maps = maps(client, program);
        return maps.stream().filter(map -> map.name().equals(text)).mapToInt(MapDescription::map).findFirst()
                .orElseThrow(() -> new IOException("program %d has no map %s; its maps are %s".formatted(
                        program, text, maps.stream().map(MapDescription::name).toList())));
    }

    private static void update(Session session) throws IOException, RefusedException {
        change(session, MapEntryText.pairs(session.argumentsFrom(3)));
    }

    private static void delete(Session session) throws IOException, RefusedException {
        change(session, MapEntryText.keys(session.argumentsFrom(3)));
    }

    private static void change(Session session, List<MapEntry> entries) throws IOException, RefusedException {
        int program = program(session);
        OpenFlowClient client = session.connect();
        int map = map(client, session);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (MapEntry entry : entries) {
            bytes.write(entry.key());
            bytes.write(entry.value());
        }
        MapEntry first = entries.getFirst();
        MapPart part = new MapPart(program, map, first.key().length, first.value().length,
                Part.whole(bytes.toByteArray()));
        client.change(List.of(first.value().length == 0 ? new ProgramMessage.DeleteEntries(part)
                : new ProgramMessage.UpdateMap(part)));
    }

    private static void dump(Session session) throws IOException, RefusedException {
        OpenFlowClient client = session.connect();
        boolean isHexadecimal = session.argument(3).filter(word -> word.equals("hex")).isPresent();
        int map = map(client, session);
        MapPart layout = null;
        int xid = 0;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Decoded part : client.ask(new ProgramMessage.DumpMaps(program(session), List.of(map)))) {
            xid = part.xid();
            if (part.message() instanceof MapDump(var parts)) {
                for (MapPart each : parts) {
                    layout = each;
                    bytes.write(each.entries().bytes());
                }
            }
        }
        session.print("NXT_DUMP_MAP_REPLY (xid=0x%x):".formatted(xid));
        List<MapEntry> entries = layout == null ? List.of() : layout.entries(bytes.toByteArray());
        session.print("The map contains %d element(s)".formatted(entries.size()));
        for (MapEntry entry : entries) {
            session.print("Key: " + MapEntryText.print(entry.key(), isHexadecimal));
            session.print("Value: " + MapEntryText.print(entry.value(), isHexadecimal));
        }
    }
}
