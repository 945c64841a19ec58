package okko.switchd.classify;

/**
 * Changes between two snapshots: what was made during an edit may still be changed in place, as nobody else has it.
 * Told apart by identity.
 */
final class Edit {

    Edit() {}
}
