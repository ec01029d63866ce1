package localrunner.facts;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the facts that it is told. */
public final class RecordingFacts implements Facts {

    private final List<Fact> facts = new CopyOnWriteArrayList<>();

    @Override
    public void tell(Fact fact) {
        facts.add(fact);
    }

    @Override
    public boolean areHeard() {
        return true;
    }

    public List<Fact> all() {
        return List.copyOf(facts);
    }

    public <F extends Fact> List<F> of(Class<F> kind) {
        return facts.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
