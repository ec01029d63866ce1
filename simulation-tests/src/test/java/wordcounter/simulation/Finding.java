package wordcounter.simulation;

import java.util.List;
import java.util.stream.Collectors;

/** A run that ended with something wrong. */
record Finding(String run, List<String> wrong, List<World.Line> trace) {

    @Override
    public String toString() {
        return run + "\n  " + String.join("\n  ", wrong) + "\nwhat happened:\n  "
                + trace.stream().map(World.Line::toString).collect(Collectors.joining("\n  "));
    }
}
