package localrunner.console;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Replaces ARNs in warnings by the logical ids of the template, which its author knows. Thread-safe. */
public final class LogicalIdConsole implements Console {

    private final Console console;
    private final List<Map.Entry<String, String>> logicalIdsByArn;

    public LogicalIdConsole(Console console, Map<String, String> logicalIdsByArn) {
        this.console = console;
        // The longest come first, as an ARN may begin with another one.
        this.logicalIdsByArn = logicalIdsByArn.entrySet().stream()
                .map(entry -> Map.entry(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingInt(entry -> -entry.getKey().length()))
                .toList();
    }

    @Override
    public void line(String source, String text) {
        console.line(source, text);
    }

    @Override
    public void report(String source, String brief, String whole) {
        console.report(source, brief, whole);
    }

    @Override
    public void warn(String source, String text) {
        String named = text;
        for (Map.Entry<String, String> entry : logicalIdsByArn) {
            named = named.replace(entry.getKey(), entry.getValue());
        }
        console.warn(source, named);
    }

    @Override
    public void expect(Collection<String> sources) {
        console.expect(sources);
    }
}
