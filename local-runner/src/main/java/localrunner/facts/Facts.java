package localrunner.facts;

/** Where a room tells what has happened. Thread-safe. */
public interface Facts {

    /** For a room that nobody listens to. */
    Facts UNHEARD = new Facts() {
        @Override
        public void tell(Fact fact) {
            // nobody listens
        }

        @Override
        public boolean areHeard() {
            return false;
        }
    };

    /** Tells a fact to all that listen, on the caller's thread. A listener that fails does not fail the caller. */
    void tell(Fact fact);

    /** Whether anybody listens, for a room whose facts take work to find out. */
    boolean areHeard();
}
