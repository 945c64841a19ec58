/**
 * Charts as SVG elements for the report's page: bars with intervals, and lines with bands. They take their colours from
 * the page, so that they follow light and dark, and say in words what they show. The only package that knows Lets-Plot,
 * which lays them out without fonts, a display or a network. <b>Cold.</b>
 */
package okko.eval.chart;
