package okko.switchd.table;

import okko.switchd.packet.Filter;

/** Where the filters of rules come from. */
@FunctionalInterface
public interface FilterFactory {

    /**
     * Makes a filter for one rule and one datapath thread.
     *
     * @param program number of the program, not 0
     * @param thread  number of the datapath thread
     * @return a new filter
     * @throws IllegalArgumentException if there is no such program; the message is one line for the user
     */
    Filter filter(int program, int thread);
}
