package wordcounter.deadletters;

/** Where a handler puts what it can never process, payload included, so that it can be looked at and replayed. */
@FunctionalInterface
public interface Parking {

    /**
     * @throws RuntimeException when it could not be parked; then the delivery has to fail, or it would be lost
     */
    void park(ParkedItem item);
}
