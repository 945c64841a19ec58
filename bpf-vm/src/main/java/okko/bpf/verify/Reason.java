package okko.bpf.verify;

/**
 * Why a need is not met.
 *
 * @param needs what is needed, with values
 * @param known what is known instead, with values
 * @param hint  what to change in the program
 */
record Reason(String needs, String known, String hint) {}
