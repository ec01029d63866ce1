package wordcounter.summaries;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import wordcounter.runtime.DeadlineExceededException;

/**
 * What became of words that were to be merged. Those that are named nowhere are merged.
 *
 * @param failed by word, why it could not be merged
 * @param left the words that were not merged for lack of time, or since a group before theirs had failed
 * @param transactions how many were made
 * @param refused how many of them were refused
 */
public record MergeResult(Map<String, RuntimeException> failed, Set<String> left, int transactions, int refused) {

    static final MergeResult NOTHING = new MergeResult(Map.of(), Set.of(), 0, 0);

    public MergeResult {
        failed = Map.copyOf(failed);
        left = Set.copyOf(left);
    }

    /** @param reasons by word, why it is not merged */
    static MergeResult unmerged(Map<String, RuntimeException> reasons) {
        Map<String, RuntimeException> failed = new HashMap<>();
        Set<String> left = new HashSet<>();
        reasons.forEach((word, reason) -> {
            if (reason instanceof DeadlineExceededException) {
                left.add(word);
            } else {
                failed.put(word, reason);
            }
        });
        return new MergeResult(failed, left, 0, 0);
    }

    /** Of words that are not merged for one reason. */
    static MergeResult unmerged(Collection<String> words, RuntimeException reason) {
        return unmerged(words.stream().collect(Collectors.toMap(word -> word, _ -> reason)));
    }

    static MergeResult left(Collection<String> words) {
        return new MergeResult(Map.of(), Set.copyOf(words), 0, 0);
    }

    /** Of one transaction. */
    static MergeResult transaction(boolean isRefused) {
        return new MergeResult(Map.of(), Set.of(), 1, isRefused ? 1 : 0);
    }

    MergeResult plus(MergeResult other) {
        Map<String, RuntimeException> allFailed = new HashMap<>(failed);
        allFailed.putAll(other.failed);
        Set<String> allLeft = new HashSet<>(left);
        allLeft.addAll(other.left);
        return new MergeResult(allFailed, allLeft, transactions + other.transactions, refused + other.refused);
    }

    /** How many words are not merged. */
    public int unmerged() {
        Set<String> words = new HashSet<>(left);
        words.addAll(failed.keySet());
        return words.size();
    }

    public boolean isMerged(String word) {
        return !failed.containsKey(word) && !left.contains(word);
    }
}
