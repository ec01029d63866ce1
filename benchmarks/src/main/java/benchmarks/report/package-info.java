/** Figures and how they are shown: medians with their spread, ratios, tables and pictures. What was measured is not known here. */
package benchmarks.report;
