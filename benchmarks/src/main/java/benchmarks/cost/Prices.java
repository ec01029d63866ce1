package benchmarks.cost;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * AWS's prices in one region, in dollars.
 *
 * @param rows by their names
 */
record Prices(Map<String, Row> rows) {

    /** One price: for what, since when it is known, and where it stands. */
    record Row(String name, double dollars, String unit, String date, String source) {}

    /** Reads lines of {@code name,dollars,unit,date,source}, below a heading. */
    static Prices parse(String csv) {
        Map<String, Row> rows = new LinkedHashMap<>();
        for (String line : csv.lines().skip(1).toList()) {
            List<String> cells = List.of(line.split(",", 5));
            if (cells.size() != 5) {
                throw new IllegalArgumentException("A price has name, dollars, unit, date and source: " + line);
            }
            rows.put(
                    cells.get(0),
                    new Row(cells.get(0), Double.parseDouble(cells.get(1)), cells.get(2), cells.get(3), cells.get(4)));
        }
        return new Prices(rows);
    }

    double of(String name) {
        return Optional.ofNullable(rows.get(name))
                .map(Row::dollars)
                .orElseThrow(() -> new IllegalArgumentException("The table of prices has no " + name));
    }

    List<Row> all() {
        return new ArrayList<>(rows.values());
    }
}
