package localrunner.iam;

import java.util.List;

/**
 * The actions or the resources of a statement.
 *
 * @param patterns with wildcards
 * @param except whether all others are meant: {@code NotAction}, {@code NotResource}
 */
public record Selection(List<String> patterns, boolean except) {

    /** All of them. */
    public static final Selection ALL = new Selection(List.of("*"), false);

    public Selection {
        patterns = List.copyOf(patterns);
    }

    /** The patterns one by one, as far as each can let a call in: all that are excepted let in the rest together. */
    List<Selection> parts() {
        return except
                ? List.of(this)
                : patterns.stream()
                        .map(pattern -> new Selection(List.of(pattern), false))
                        .toList();
    }

    /** As a person would write it. */
    String text() {
        return (except ? "all but " : "") + String.join(", ", patterns);
    }
}
