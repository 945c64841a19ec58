package okko.eval.chart;

/**
 * What a chart says to readers who do not see it.
 *
 * @param title       what is drawn, in a line
 * @param description what there is to see, with the numbers that matter
 */
public record Words(String title, String description) {}
