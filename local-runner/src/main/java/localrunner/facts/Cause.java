package localrunner.facts;

/**
 * What brought something about: the hop before it, on the way of one event through the application.
 *
 * <p>Whoever does something for a cause binds it to its thread, with {@link #call} or {@link #run}, and every fact that is
 * told meanwhile has it. Work that goes on in another thread, or later, takes {@link #current} along as a value and binds
 * it there again. Immutable.
 *
 * @param event the id of the first hop, which has no cause: it names the whole event
 * @param hop the id of the hop before
 * @param who what did it, for a map of the application: a logical id, {@code route:} with the route of an API, or {@code
 *     stream:} with the name of a table; empty for somebody outside
 */
public record Cause(String event, String hop, String who) {

    /** The cause of what comes from outside. */
    public static final Cause NONE = new Cause("", "", "");

    private static final ScopedValue<Cause> CURRENT = ScopedValue.newInstance();

    /** The cause that is bound to this thread; {@link #NONE} when none is. */
    public static Cause current() {
        return CURRENT.orElse(NONE);
    }

    /** The cause of what follows from the first hop of a new event, which somebody outside has made. */
    public static Cause root(String id) {
        return NONE.next(id, "");
    }

    public boolean isNone() {
        return event.isEmpty();
    }

    /** The cause of what follows from the next hop: of the same event, or of a new one when this is {@link #NONE}. */
    public Cause next(String id, String doneBy) {
        return new Cause(isNone() ? id : event, id, doneBy);
    }

    /** The same hop, when something else acts for it. */
    public Cause by(String doneBy) {
        return new Cause(event, hop, doneBy);
    }

    /** Does something while this is the thread's cause. */
    public <R, X extends Throwable> R call(ScopedValue.CallableOp<? extends R, X> action) throws X {
        return ScopedValue.where(CURRENT, this).call(action);
    }

    /** Does something while this is the thread's cause. */
    public void run(Runnable action) {
        ScopedValue.where(CURRENT, this).run(action);
    }
}
