package okko.ringshm.region;

import java.util.UUID;

/**
 * What a region is and whose.
 *
 * @param kind     what it is for
 * @param instance one life of a switch; equal in all its regions
 * @param epoch    0 for the pool, number of the attachment for its rings
 */
public record RegionIdentity(RegionKind kind, UUID instance, long epoch) {}
