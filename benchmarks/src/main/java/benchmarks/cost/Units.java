package benchmarks.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What designs use for one text, as it was counted.
 *
 * @param rows one for each design, step, case and kind of unit
 */
record Units(List<Row> rows) {

    private static final String HEADING = "design,step,words,texts_a_second,window_s,what,a_text";

    Units {
        rows = List.copyOf(rows);
    }

    /**
     * A case that is counted.
     *
     * @param words of a text
     * @param textsPerSecond the load
     * @param windowSeconds how long the aggregator's batches collect records
     */
    record Case(int words, int textsPerSecond, int windowSeconds) {}

    /** One count. */
    record Row(String design, String step, Case counted, String what, double amount) {}

    /** The amount of all kinds of units that begin like this. */
    double sum(String design, String step, Case counted, String what) {
        return rows.stream()
                .filter(row -> row.design().equals(design)
                        && row.step().equals(step)
                        && row.counted().equals(counted)
                        && row.what().startsWith(what))
                .mapToDouble(Row::amount)
                .sum();
    }

    List<Case> cases() {
        return rows.stream().map(Row::counted).distinct().toList();
    }

    String csv() {
        return HEADING + "\n"
                + rows.stream()
                        .map(row -> String.format(
                                Locale.ROOT,
                                "%s,%s,%d,%d,%d,%s,%.4f%n",
                                row.design(),
                                row.step(),
                                row.counted().words(),
                                row.counted().textsPerSecond(),
                                row.counted().windowSeconds(),
                                row.what(),
                                row.amount()))
                        .collect(Collectors.joining());
    }

    static Units parse(String csv) {
        List<Row> rows = new ArrayList<>();
        for (String line : csv.lines().skip(1).toList()) {
            List<String> cells = List.of(line.split(",", -1));
            rows.add(new Row(
                    cells.get(0),
                    cells.get(1),
                    new Case(
                            Integer.parseInt(cells.get(2)),
                            Integer.parseInt(cells.get(3)),
                            Integer.parseInt(cells.get(4))),
                    cells.get(5),
                    Double.parseDouble(cells.get(6))));
        }
        return new Units(rows);
    }
}
