package localrunner.faults;

/** Decides what strikes a call. Thread-safe. */
@FunctionalInterface
public interface Strikes {

    /** No call is struck. */
    Strikes NEVER = _ -> Strike.NONE;

    /** Decides about one call of a target, by its logical id. */
    Strike next(String logicalId);
}
