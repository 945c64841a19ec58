package okko.switchd.openflow.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import okko.switchd.openflow.ChangeMessage.TableMod;
import okko.switchd.openflow.ChangeMessage.Vacancy;
import okko.switchd.openflow.EventMessage.TableStatus;
import okko.switchd.openflow.EventMessage.VacancyReason;
import okko.switchd.openflow.Message;
import okko.switchd.openflow.OpenFlowError;
import okko.switchd.openflow.OpenFlowException;
import okko.switchd.openflow.OpenFlowVersion;
import okko.switchd.openflow.StatisticsReply;
import okko.switchd.openflow.StatisticsReply.TableStatistics;
import okko.switchd.openflow.StatisticsRequest;
import okko.switchd.openflow.TableDescription;

/** Messages about tables in bytes, but for what tables can do. */
final class TableMessages implements Family {

    private static final int TABLE_MOD = 17;
    private static final int TABLE_STATUS = 31;
    private static final int STATISTICS = 3;
    private static final int DESCRIPTIONS = 14;

    private static final int CONFIG_MISS = 3;
    private static final int CONFIG_EVICTION = 1 << 2;
    private static final int CONFIG_VACANCY = 1 << 3;
    private static final int PROPERTY_EVICTION = 2;
    private static final int PROPERTY_VACANCY = 3;

    private static final int NAME_BYTES = 32;

    /** All fields of OpenFlow 1.0 may be wildcards. */
    private static final int WILDCARDS_10 = 0x3fffff;

    private final OpenFlowVersion version;

    TableMessages(OpenFlowVersion version) {
        this.version = version;
    }

    @Override
    public Optional<Message> decode(Kind kind, WireReader body) throws OpenFlowException {
        boolean isLast = version.isAtLeast(OpenFlowVersion.V1_4);
        return switch (kind.space()) {
            case PLAIN -> {
                if (kind.type() == TABLE_MOD && version != OpenFlowVersion.V1_0) {
                    yield Optional.of(tableMod(body));
                }
                yield kind.type() == TABLE_STATUS && isLast ? Optional.of(tableStatus(body)) : Optional.empty();
            }
            case REQUEST -> {
                if (kind.type() == STATISTICS) {
                    body.end();
                    yield Optional.of(new StatisticsRequest.Tables());
                }
                if (kind.type() == DESCRIPTIONS && isLast) {
                    body.end();
                    yield Optional.of(new StatisticsRequest.TableDescriptions());
                }
                yield Optional.empty();
            }
            case REPLY -> {
                if (kind.type() == STATISTICS) {
                    yield Optional.of(statistics(body));
                }
                yield kind.type() == DESCRIPTIONS && isLast ? Optional.of(descriptions(body)) : Optional.empty();
            }
            case EXPERIMENTER, EXPERIMENTER_REQUEST, EXPERIMENTER_REPLY -> Optional.empty();
        };
    }

    private StatisticsReply statistics(WireReader body) throws OpenFlowException {
        List<TableStatistics> tables = new ArrayList<>();
        while (body.hasMore()) {
            int table = body.u8();
            body.skip(3);
            String name = "";
            long maxEntries = 0;
            if (version == OpenFlowVersion.V1_0) {
                name = body.text(NAME_BYTES);
                body.skip(Integer.BYTES);
                maxEntries = Integer.toUnsignedLong(body.u32());
            }
            tables.add(new TableStatistics(table, name, maxEntries, Integer.toUnsignedLong(body.u32()), body.u64(),
                    body.u64()));
        }
        return new StatisticsReply.Tables(tables);
    }

    private StatisticsReply descriptions(WireReader body) throws OpenFlowException {
        List<TableDescription> tables = new ArrayList<>();
        while (body.hasMore()) {
            tables.add(description(body));
        }
        return new StatisticsReply.TableDescriptions(tables);
    }

    private static TableDescription description(WireReader body) throws OpenFlowException {
        int length = body.u16();
        WireReader rest = body.part(length - Short.BYTES, OpenFlowError.OFPBRC_BAD_LEN);
        int table = rest.u8();
        rest.skip(1);
        int config = rest.u32();
        int evictionFlags = 0;
        Optional<Vacancy> vacancy = Optional.empty();
        int freePercent = 0;
        while (rest.hasMore()) {
            Property property = Property.read(rest);
            WireReader value = property.body();
            if (property.type() == PROPERTY_EVICTION) {
                evictionFlags = value.u32();
            } else if (property.type() == PROPERTY_VACANCY) {
                vacancy = Optional.of(new Vacancy((config & CONFIG_VACANCY) != 0, value.u8(), value.u8()));
                freePercent = value.u8();
            }
        }
        return new TableDescription(table, config & CONFIG_MISS, (config & CONFIG_EVICTION) != 0, evictionFlags,
                vacancy, freePercent);
    }

    private TableStatus tableStatus(WireReader body) throws OpenFlowException {
        int reason = body.u8();
        body.skip(7);
        for (VacancyReason each : VacancyReason.values()) {
            if (each.wire() == reason) {
                return new TableStatus(each, description(body));
            }
        }
        throw new OpenFlowException(OpenFlowError.NXBRC_BAD_REASON,
                "a table's status for reason %d; there are 3 and 4".formatted(reason));
    }

    private TableMod tableMod(WireReader body) throws OpenFlowException {
        int table = body.u8();
        body.skip(3);
        int config = body.u32();
        if (version == OpenFlowVersion.V1_3) {
            body.end(); // there is nothing left in 1.3 that could be changed: its flags are those of 1.1, for nobody
            return new TableMod(table, OptionalInt.empty(), Optional.empty(), 0, Optional.empty());
        }
        int evictionFlags = 0;
        Vacancy vacancy = new Vacancy((config & CONFIG_VACANCY) != 0, 0, 0);
        while (body.hasMore()) {
            Property property = Property.read(body);
            WireReader value = property.body();
            switch (property.type()) {
                case PROPERTY_EVICTION -> evictionFlags = value.u32();
                case PROPERTY_VACANCY -> {
                    vacancy = new Vacancy(vacancy.isOn(), value.u8(), value.u8());
                    if (vacancy.downPercent() >= vacancy.upPercent() || vacancy.upPercent() > 100) {
                        throw new OpenFlowException(OpenFlowError.OFPBPC_BAD_VALUE,
                                "vacancy from %d %% to %d %%; the first must be less, and neither above 100"
                                        .formatted(vacancy.downPercent(), vacancy.upPercent()));
                    }
                }
                default -> throw new OpenFlowException(OpenFlowError.OFPBRC_BAD_TYPE,
                        "a table is changed by a property of type %d; there are 2 and 3".formatted(property.type()));
            }
        }
        return new TableMod(table, OptionalInt.empty(), Optional.of((config & CONFIG_EVICTION) != 0), evictionFlags,
                Optional.of(vacancy));
    }

    @Override
    public boolean encode(Message message, FrameOutput output) {
        boolean isLast = version.isAtLeast(OpenFlowVersion.V1_4);
        switch (message) {
            case StatisticsRequest.Tables _ -> output.message(Kind.request(STATISTICS), _ -> { });
            case StatisticsReply.Tables(List<TableStatistics> tables) ->
                output.multipart(Kind.reply(STATISTICS), tables, this::write);
            case StatisticsRequest.TableDescriptions _ when isLast ->
                output.message(Kind.request(DESCRIPTIONS), _ -> { });
            case StatisticsReply.TableDescriptions(List<TableDescription> tables) when isLast ->
                output.multipart(Kind.reply(DESCRIPTIONS), tables, TableMessages::write);
            case TableStatus(VacancyReason reason, TableDescription table) when isLast ->
                output.message(Kind.plain(TABLE_STATUS), writer -> {
                    writer.u8(reason.wire()).zeros(7);
                    write(table, writer);
                });
            case TableMod change when version != OpenFlowVersion.V1_0 ->
                output.message(Kind.plain(TABLE_MOD), writer -> write(change, writer));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void write(TableStatistics table, WireWriter writer) {
        writer.u8(table.table()).zeros(3);
        if (version == OpenFlowVersion.V1_0) {
            writer.text(table.name(), NAME_BYTES).u32(WILDCARDS_10).u32(clamped(table.maxEntries()));
        }
        writer.u32(clamped(table.flows())).u64(table.lookups()).u64(table.matches());
    }

    private static int clamped(long count) {
        return (int) Math.min(count, 0xffffffffL);
    }

    private static void write(TableDescription table, WireWriter writer) {
        int start = writer.position();
        boolean isVacancyOn = table.vacancy().map(Vacancy::isOn).orElse(false);
        writer.u16(0).u8(table.table()).zeros(1).u32(table.miss()
                | (table.isEvicting() ? CONFIG_EVICTION : 0) | (isVacancyOn ? CONFIG_VACANCY : 0));
        Property.write(PROPERTY_EVICTION, writer, value -> value.u32(table.evictionFlags()));
        table.vacancy().filter(Vacancy::isOn).ifPresent(vacancy -> Property.write(PROPERTY_VACANCY, writer, value ->
                value.u8(vacancy.downPercent()).u8(vacancy.upPercent()).u8(table.freePercent()).zeros(1)));
        writer.patchU16(start, writer.position() - start);
    }

    private void write(TableMod change, WireWriter writer) {
        boolean isVacancyOn = change.vacancy().map(Vacancy::isOn).orElse(false);
        writer.u8(change.table()).zeros(3).u32(change.miss().orElse(0)
                | (change.eviction().orElse(false) ? CONFIG_EVICTION : 0) | (isVacancyOn ? CONFIG_VACANCY : 0));
        if (version.isAtLeast(OpenFlowVersion.V1_4)) {
            if (change.evictionFlags() != 0) {
                Property.write(PROPERTY_EVICTION, writer, value -> value.u32(change.evictionFlags()));
            }
            change.vacancy().filter(Vacancy::isOn).ifPresent(vacancy -> Property.write(PROPERTY_VACANCY, writer,
                    value -> value.u8(vacancy.downPercent()).u8(vacancy.upPercent()).zeros(2)));
        }
    }
}
