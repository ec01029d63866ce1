package wordcounter.replay;

/** Something that is done at most once, however many threads want it; one that failed is tried again. */
final class Once {

    private final Runnable action;
    private boolean done;

    Once(Runnable action) {
        this.action = action;
    }

    synchronized void ensureDone() {
        if (!done) {
            action.run();
            done = true;
        }
    }
}
