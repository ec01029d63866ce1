package benchmarks.report;

import benchmarks.report.Figures.Spread;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a benchmark found, as a page: {@code NAME.md} with medians, spreads and ratios, {@code NAME.csv} with each value, and {@code
 * NAME.svg}.
 *
 * @param name of the files
 * @param title heading of the page
 * @param introduction paragraphs that say what was measured and how
 * @param descriptions of the contenders, by name
 * @param leftOut contenders that could not take part, and why
 */
public record Report(
        String name,
        String title,
        String introduction,
        Map<String, String> descriptions,
        Map<String, String> leftOut,
        Figures figures,
        List<Goal> goals) {

    /** Writes the three files into the folder. */
    public void writeInto(Path folder) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(name + ".md"), markdown());
            Files.writeString(folder.resolve(name + ".csv"), csv());
            Files.writeString(folder.resolve(name + ".svg"), new BarCharts(figures).svg());
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write the results to " + folder, e);
        }
    }

    /** Writes a picture that the introduction shows. */
    public static void writePicture(Path folder, String fileName, Lines lines) {
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(fileName), lines.svg());
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write " + fileName + " to " + folder, e);
        }
    }

    String markdown() {
        StringBuilder page = new StringBuilder("# " + title + "\n\n" + introduction.strip() + "\n\n");
        page.append("![The medians as bars, with the least and the most of all rounds](")
                .append(name)
                .append(".svg)\n\n");
        page.append(table());
        if (hasGoals()) {
            page.append("\n").append(ratios());
        }
        page.append("\n## Contenders\n\n");
        descriptions.forEach((contender, description) -> page.append("- `%s`: %s\n".formatted(contender, description)));
        leftOut.forEach((contender, why) -> page.append("- `%s` was left out: %s\n".formatted(contender, why)));
        return page.toString();
    }

    /** The page without the picture, for a terminal. */
    public String summary() {
        return "%s%n%n%s%n%s".formatted(title, table(), hasGoals() ? ratios() : "");
    }

    private boolean hasGoals() {
        return goals.stream().anyMatch(goal -> goal.measured(figures).isPresent());
    }

    /** A row for each contender, a column for each metric. */
    String table() {
        List<String> metrics = figures.metrics();
        Set<String> contenders = new LinkedHashSet<>();
        metrics.forEach(metric -> contenders.addAll(figures.contenders(metric)));
        StringBuilder table = new StringBuilder("| median (least to most) |");
        metrics.forEach(metric -> table.append(" ").append(metric).append(" |"));
        table.append("\n|---|").append("---:|".repeat(metrics.size())).append("\n");
        for (String contender : contenders) {
            table.append("| `").append(contender).append("` |");
            for (String metric : metrics) {
                table.append(" ")
                        .append(figures.spread(contender, metric)
                                .map(Report::text)
                                .orElse(""))
                        .append(" |");
            }
            table.append("\n");
        }
        return table.toString();
    }

    /** What is aimed at, and what came of it, as far as it was measured. A ratio is the median of the rounds' ratios. */
    String ratios() {
        StringBuilder table = new StringBuilder("| aimed at | goal | here (least to most) | |\n|---|---:|---:|---|\n");
        for (Goal goal : goals) {
            goal.measured(figures)
                    .ifPresent(found -> table.append("| %s | %s %s | %s | %s |\n"
                            .formatted(
                                    goal.text(),
                                    goal.atMost() ? "≤" : "≥",
                                    Numbers.text(goal.bound()),
                                    text(found),
                                    goal.isMet(found.median()) ? "met" : "**missed**")));
        }
        return table.toString();
    }

    private static String text(Spread spread) {
        String median = Numbers.text(spread.median());
        return spread.least() == spread.most()
                ? median
                : "%s (%s to %s)".formatted(median, Numbers.text(spread.least()), Numbers.text(spread.most()));
    }

    String csv() {
        StringBuilder lines = new StringBuilder("contender,metric,round,value\n");
        for (String metric : figures.metrics()) {
            for (String contender : figures.contenders(metric)) {
                List<Double> values = figures.values(contender, metric);
                for (int round = 0; round < values.size(); round++) {
                    lines.append("%s,\"%s\",%d,%s\n"
                            .formatted(contender, metric, round + 1, Double.toString(rounded(values.get(round)))));
                }
            }
        }
        return lines.toString();
    }

    private static double rounded(double value) {
        return Math.round(value * 1e4) / 1e4;
    }
}
