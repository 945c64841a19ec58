package okko.switchd.translate;

import java.util.List;
import okko.switchd.classify.GroupCounters;
import okko.switchd.classify.Rule;
import okko.switchd.classify.Tables;
import okko.switchd.packet.Filter;
import okko.switchd.packet.FlowCounters;
import okko.switchd.packet.MeterState;
import okko.switchd.packet.PacketProgram;

/**
 * The instances that steps use of whatever keeps something in mind: filters, programs, counters and meters. Those of a
 * datapath thread for steps that packets go along; others for who wants to see what would happen.
 */
public interface Instances {

    /**
     * Finds what a rule asks besides header fields.
     *
     * @param rule that has a filter
     * @return the filter
     */
    Filter filter(Rule rule);

    /**
     * Finds what counts the packets of a rule.
     *
     * @param rule of the tables
     * @return its counters
     */
    FlowCounters counters(Rule rule);

    /**
     * Finds a program that is an action.
     *
     * @param id of it
     * @return the program, or {@code null} if it is not loaded
     */
    PacketProgram program(int id);

    /**
     * Finds a meter.
     *
     * @param id of it
     * @return what measures, or {@code null} if there is no such meter
     */
    MeterState meter(int id);

    /**
     * Finds what counts the packets of a group.
     *
     * @param id of it
     * @return its counters, or {@code null} if its packets are not counted
     */
    FlowCounters group(int id);

    /**
     * Finds what counts the packets of a bucket.
     *
     * @param id     of its group
     * @param bucket its index there
     * @return its counters, or {@code null} if its packets are not counted
     */
    FlowCounters bucket(int id, int bucket);

    /**
     * Finds what counts the packets that no rule of a table matches.
     *
     * @param table number of it
     * @return its counters, or {@code null} if its packets are not counted
     */
    FlowCounters misses(int table);

    /**
     * Those of a datapath thread.
     *
     * @param tables that are translated
     * @param thread number of it
     * @return the instances that packets meet
     */
    static Instances ofThread(Tables tables, int thread) {
        return new Instances() {
            @Override
            public Filter filter(Rule rule) {
                return rule.filter(thread);
            }

            @Override
            public FlowCounters counters(Rule rule) {
                return rule.counters(thread);
            }

            @Override
            public FlowCounters misses(int table) {
                return tables.facilities().misses().counters(table, thread);
            }

            @Override
            public PacketProgram program(int id) {
                List<PacketProgram> ofThreads = tables.facilities().programs().get(id);
                return ofThreads == null ? null : ofThreads.get(thread);
            }

            @Override
            public MeterState meter(int id) {
                return tables.facilities().meters().get(id);
            }

            @Override
            public FlowCounters group(int id) {
                GroupCounters counters = tables.facilities().groups().get(id);
                return counters == null ? null : counters.group(thread);
            }

            @Override
            public FlowCounters bucket(int id, int bucket) {
                GroupCounters counters = tables.facilities().groups().get(id);
                return counters == null ? null : counters.bucket(thread, bucket);
            }
        };
    }
}
