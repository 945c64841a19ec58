/**
 * The words of {@code okko ofctl}: one table of them, {@link okko.switchd.cli.ofctl.Words}, in files by what they are
 * about. Each asks a switch over OpenFlow and prints what it says as ovs-ofctl would.
 */
package okko.switchd.cli.ofctl;
