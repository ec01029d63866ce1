package localrunner.history;

import java.util.List;

/**
 * An event with all its steps, as it stood at a moment.
 *
 * @param leftOut how many spans are not kept, as there were too many
 */
public record EventView(EventSummary summary, List<SpanView> spans, int leftOut) {
    public EventView {
        spans = List.copyOf(spans);
    }
}
