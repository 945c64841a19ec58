package okko.switchd.openflow.server;

import okko.switchd.action.MapRequests;
import okko.switchd.control.ProgramChanges;
import okko.switchd.program.ProgramStore;

/**
 * What a switch has to do with programs.
 *
 * @param programs    that are loaded
 * @param changes     load and unload them
 * @param mapRequests whose maps are to be sent to the controllers
 */
public record ProgramParts(ProgramStore programs, ProgramChanges changes, MapRequests mapRequests) {}
