package wordcounter.simulation;

import java.util.List;

/** A run that ended with something wrong. */
record Finding(String run, List<String> wrong, List<String> trace) {

    @Override
    public String toString() {
        return run + "\n  " + String.join("\n  ", wrong) + "\nwhat happened:\n  " + String.join("\n  ", trace);
    }
}
