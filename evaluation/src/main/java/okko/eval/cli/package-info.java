/**
 * The root of the command line. <b>Cold.</b>
 *
 * <p>It lives here because only this module may see all others; each subcommand lives in the module it speaks for.
 */
package okko.eval.cli;
