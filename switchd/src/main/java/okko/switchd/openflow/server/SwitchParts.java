package okko.switchd.openflow.server;

import okko.switchd.action.ControllerQueue;
import okko.switchd.action.MapRequests;
import okko.switchd.control.Bridge;
import okko.switchd.control.DatapathCalls;
import okko.switchd.control.PortChanges;
import okko.switchd.control.Ports;
import okko.switchd.control.ProgramChanges;
import okko.switchd.control.TableChanges;
import okko.switchd.datapath.Datapaths;
import okko.switchd.program.ProgramStore;
import okko.switchd.table.FlowTables;
import org.agrona.concurrent.NanoClock;

/**
 * The switch that controllers talk to, as far as it is not OpenFlow's alone.
 *
 * @param bridge      that they see
 * @param datapathId  of the bridge; unsigned
 * @param tables      on the control thread
 * @param changes     puts tables into force
 * @param ports       of the bridge
 * @param portChanges switches them on and off
 * @param datapaths   that packets go through
 * @param calls       to their threads
 * @param controllers where packets for them wait
 * @param programs    that are loaded
 * @param programChanges load and unload them
 * @param mapRequests programs whose maps rules want sent to the controllers
 * @param clock       monotonic
 */
public record SwitchParts(Bridge bridge, long datapathId, FlowTables tables, TableChanges changes, Ports ports,
        PortChanges portChanges, Datapaths datapaths, DatapathCalls calls, ControllerQueue controllers,
        ProgramStore programs, ProgramChanges programChanges, MapRequests mapRequests, NanoClock clock) {}
