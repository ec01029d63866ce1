package localrunner.facts;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the facts that it is told, each with its cause. */
public final class RecordingFacts implements Facts {

    private final List<Told> told = new CopyOnWriteArrayList<>();

    private record Told(Fact fact, Cause cause) {}

    @Override
    public void tell(Fact fact) {
        told.add(new Told(fact, Cause.current()));
    }

    @Override
    public boolean areHeard() {
        return true;
    }

    public List<Fact> all() {
        return told.stream().map(Told::fact).toList();
    }

    public <F extends Fact> List<F> of(Class<F> kind) {
        return all().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The causes of the facts of a kind, in the order in which they were told. */
    public List<Cause> causesOf(Class<? extends Fact> kind) {
        return told.stream()
                .filter(each -> kind.isInstance(each.fact()))
                .map(Told::cause)
                .toList();
    }

    /** The cause of the last fact of a kind. */
    public Cause causeOf(Class<? extends Fact> kind) {
        return causesOf(kind).getLast();
    }
}
