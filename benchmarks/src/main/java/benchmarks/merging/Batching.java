package benchmarks.merging;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How the stream's records come to the aggregator.
 *
 * @param size records of a batch at most
 * @param window how long a batch waits for more records, from its first one on
 * @param lanes that work on one shard of the stream ({@code ParallelizationFactor})
 */
public record Batching(int size, Duration window, int lanes) {

    @Override
    public String toString() {
        return "batches of %,d records, a window of %d s, %d lanes a shard".formatted(size, window.toSeconds(), lanes);
    }

    /** As template.yaml has it; there is one stream mapping on the counters' table. */
    public static Batching of(String template) {
        int begin = template.indexOf("Stream: !GetAtt WordCounts.StreamArn");
        if (begin < 0) {
            throw new IllegalArgumentException("template.yaml maps no function to the stream of WordCounts");
        }
        String mapping = template.substring(begin, template.indexOf("DestinationConfig", begin));
        return new Batching(
                number(mapping, "BatchSize", template, 100),
                Duration.ofSeconds(number(mapping, "MaximumBatchingWindowInSeconds", template, 0)),
                number(mapping, "ParallelizationFactor", template, 1));
    }

    /** A number, or the default of the parameter that is referred to; AWS's own default when the property is not there. */
    private static int number(String mapping, String property, String template, int otherwise) {
        Matcher value = Pattern.compile(property + ": *(?:!Ref +)?(\\w+)").matcher(mapping);
        if (!value.find()) {
            return otherwise;
        }
        if (value.group(1).matches("\\d+")) {
            return Integer.parseInt(value.group(1));
        }
        Matcher parameter = Pattern.compile("(?m)^  " + value.group(1) + ":\\n(?:    .*\\n)*?    Default: *\"?(\\d+)")
                .matcher(template);
        if (!parameter.find()) {
            throw new IllegalArgumentException(property + " refers to " + value.group(1) + ", which has no default");
        }
        return Integer.parseInt(parameter.group(1));
    }
}
