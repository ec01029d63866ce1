package wordcounter.deadletters;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Says which dead letters an operator means: those that match every member that is present.
 *
 * @param function the module that a letter was meant for, or the ARN of a function that is not this stack's
 * @param error a part of the letter's error, in upper or lower case
 */
public record DeadLetterFilter(
        Optional<DeadLetterKind> kind,
        Optional<String> function,
        Optional<String> error,
        Optional<Duration> minAge,
        Optional<Duration> maxAge,
        Optional<String> messageId) {

    /** The youngest age that tells letters apart: ages are told in whole seconds. */
    private static final Duration SHORTEST_AGE = Duration.ofSeconds(1);

    /** Matches every letter. */
    public static final DeadLetterFilter ALL = new DeadLetterFilter(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public DeadLetterFilter withKind(DeadLetterKind newKind) {
        return new DeadLetterFilter(Optional.of(newKind), function, error, minAge, maxAge, messageId);
    }

    public DeadLetterFilter withFunction(String newFunction) {
        return new DeadLetterFilter(kind, Optional.of(newFunction), error, minAge, maxAge, messageId);
    }

    public DeadLetterFilter withError(String newError) {
        return new DeadLetterFilter(kind, function, Optional.of(newError), minAge, maxAge, messageId);
    }

    public DeadLetterFilter withMinAge(Duration newMinAge) {
        return new DeadLetterFilter(kind, function, error, Optional.of(newMinAge), maxAge, messageId);
    }

    public DeadLetterFilter withMaxAge(Duration newMaxAge) {
        return new DeadLetterFilter(kind, function, error, minAge, Optional.of(newMaxAge), messageId);
    }

    public DeadLetterFilter withMessageId(String newMessageId) {
        return new DeadLetterFilter(kind, function, error, minAge, maxAge, Optional.of(newMessageId));
    }

    public boolean matches(DeadLetterReport letter) {
        return kind.map(wanted -> wanted == letter.kind()).orElse(true)
                && function.map(letter.function()::equals).orElse(true)
                && error.map(text -> containsIgnoringCase(letter.error(), text)).orElse(true)
                && minAge.map(min -> letter.age().compareTo(min) >= 0).orElse(true)
                && maxAge.map(max -> letter.age().compareTo(max) <= 0).orElse(true)
                && messageId.map(letter.messageId()::equals).orElse(true);
    }

    /**
     * Whether it says which letters are meant. A blank text does not, how young they are does not, and an age that every letter has
     * does not.
     */
    public boolean isSelective() {
        return kind.isPresent()
                || Stream.of(function, error, messageId)
                        .flatMap(Optional::stream)
                        .anyMatch(text -> !text.isBlank())
                || minAge.filter(age -> age.compareTo(SHORTEST_AGE) >= 0).isPresent();
    }

    private static boolean containsIgnoringCase(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }
}
