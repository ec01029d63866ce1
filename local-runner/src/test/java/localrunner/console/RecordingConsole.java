package localrunner.console;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what is printed: {@code name | text}, with {@code WARNING: } as {@link StandardConsole} has it. */
public final class RecordingConsole implements Console {

    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    public void line(String source, String text) {
        lines.add(source + " | " + text);
    }

    @Override
    public void warn(String source, String text) {
        lines.add(source + " | WARNING: " + text);
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    public List<String> warnings() {
        return lines.stream().filter(line -> line.contains(" | WARNING: ")).toList();
    }
}
