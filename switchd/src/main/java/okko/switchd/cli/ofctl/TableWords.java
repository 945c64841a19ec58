package okko.switchd.cli.ofctl;

import static okko.switchd.cli.ofctl.Word.SWITCH;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okko.switchd.cli.ofctl.Word.Parameter;
import okko.switchd.openflow.ChangeMessage.TableMod;
import okko.switchd.openflow.ChangeMessage.Vacancy;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.StatisticsReply.TableFeaturesReply;
import okko.switchd.openflow.StatisticsRequest;
import okko.switchd.openflow.TableFeatures;
import okko.switchd.openflow.client.OpenFlowClient;
import okko.switchd.openflow.client.RefusedException;
import okko.switchd.openflow.text.TableText;
import okko.switchd.openflow.wire.Decoded;

/** Words about tables. */
final class TableWords {

    private static final int ALL_TABLES = 0xff;

    /** All that {@code enum ofp_table_mod_prop_eviction_flag} has. */
    private static final int ALL_EVICTION_FLAGS = 7;

    private static final Pattern VACANCY = Pattern.compile("vacancy:(\\d{1,3}),(\\d{1,3})");
    private static final int HUNDRED_PERCENT = 100;

    static final List<Word> ALL = List.of(
            Word.of("dump-tables", "Shows what tables counted.", List.of(SWITCH), "br0",
                    session -> session.show(session.connect(), new StatisticsRequest.Tables())),
            Word.of("dump-table-features", "Shows what tables can do.", List.of(SWITCH), "br0", TableWords::features)
                    .since(OpenFlowVersion.V1_3),
            Word.of("dump-table-desc", "Shows how tables are configured.", List.of(SWITCH), "br0",
                    session -> session.show(session.connect(), new StatisticsRequest.TableDescriptions()))
                    .since(OpenFlowVersion.V1_4),
            Word.of("mod-table", "Changes how a table is configured.", List.of(SWITCH,
                    Parameter.of("TABLE", "Number of the table, or all."),
                    Parameter.of("SETTING", "evict, noevict, vacancy:LOW,HIGH, novacancy; controller, continue, drop "
                            + "for packets that no flow matches.")), "br0 0 evict", TableWords::modify)
                    .since(OpenFlowVersion.V1_3));

    private TableWords() {}

    private static void features(Session session) throws IOException, RefusedException {
        OpenFlowClient client = session.connect();
        List<TableFeatures> tables = new ArrayList<>();
        for (Decoded part : client.ask(new StatisticsRequest.TableFeaturesRequest(List.of()))) {
            if (part.message() instanceof TableFeaturesReply(var some)) {
                tables.addAll(some);
            }
        }
        TableText.features(tables, client.version()).forEach(session::print);
    }

    private static void modify(Session session) throws IOException, RefusedException {
        String text = session.argument(1).orElseThrow();
        int table = text.equalsIgnoreCase("all") ? ALL_TABLES : Numbers.within("table", text, 0, ALL_TABLES);
        String setting = session.argument(2).orElseThrow();
        OptionalInt none = OptionalInt.empty();
        TableMod change = switch (setting) {
            case "controller" -> miss(table, 0);
            case "continue" -> miss(table, 1);
            case "drop" -> miss(table, 2);
            case "evict" -> new TableMod(table, none, Optional.of(true), ALL_EVICTION_FLAGS, Optional.empty());
            case "noevict" -> new TableMod(table, none, Optional.of(false), ALL_EVICTION_FLAGS, Optional.empty());
            case "novacancy" -> new TableMod(table, none, Optional.empty(), 0,
                    Optional.of(new Vacancy(false, 0, 0)));
            default -> new TableMod(table, none, Optional.empty(), 0, Optional.of(vacancy(setting)));
        };
        OpenFlowClient client = session.connect(change.miss().isPresent() ? OpenFlowVersion.V1_3
                : OpenFlowVersion.V1_4);
        client.change(List.of(change));
    }

    private static TableMod miss(int table, int config) {
        return new TableMod(table, OptionalInt.of(config), Optional.empty(), 0, Optional.empty());
    }

    private static Vacancy vacancy(String setting) throws IOException {
        Matcher percent = VACANCY.matcher(setting);
        if (!percent.matches()) {
            throw new IOException(setting + ": expected evict, noevict, vacancy:LOW,HIGH, novacancy, controller, "
                    + "continue or drop");
        }
        int down = Integer.parseInt(percent.group(1));
        int up = Integer.parseInt(percent.group(2));
        if (down >= up || up > HUNDRED_PERCENT) {
            throw new IOException(setting + ": expected two percentages, the lower one first");
        }
        return new Vacancy(true, down, up);
    }
}
