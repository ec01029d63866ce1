package benchmarks;

/** Where a benchmark says how far it is. */
@FunctionalInterface
public interface Progress {

    void show(String line);
}
