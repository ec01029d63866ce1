package wordcounter.counter;

import java.util.List;
import java.util.Map;

/** Where secrets are kept. */
@FunctionalInterface
interface Secrets {

    /**
     * The values of those names that there are.
     *
     * @throws RuntimeException when they can't be read now
     */
    Map<String, String> read(List<String> names);
}
