package localrunner.act;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import localrunner.application.Application;
import localrunner.data.DeadLetter;
import localrunner.dynamodb.StreamReadException;
import localrunner.dynamodb.StreamReader;
import localrunner.streams.EventPattern;
import localrunner.web.WebRefusal;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Finds the records of a batch in their stream, which keeps them for 24 hours. Thread-safe. */
final class StreamRecords {

    private static final int READ_AT_ONCE = 1_000;

    /** A shard may have stretches without a record; that many answers without one are its end. */
    private static final int MOST_EMPTY_ANSWERS = 10;

    private final StreamReader streams;

    StreamRecords(StreamReader streams) {
        this.streams = streams;
    }

    /**
     * The event that the function was invoked with: the batch's records that pass the mapping's filters.
     *
     * @throws WebRefusal when the stream does not have them any more
     */
    String event(Application.StreamMapping mapping, DeadLetter.Batch batch) throws InterruptedException {
        List<EventPattern> filters =
                mapping.filters().stream().map(EventPattern::parse).toList();
        ObjectNode event = JsonMapper.shared().createObjectNode();
        ArrayNode records = event.putArray("Records");
        try {
            read(batch).stream()
                    .filter(record -> EventPattern.anyMatches(filters, record))
                    .forEach(records::add);
        } catch (StreamReadException e) {
            throw new WebRefusal(409, "the records can't be read from the stream: " + e.getMessage());
        }
        if (records.isEmpty()) {
            throw new WebRefusal(409, "the stream does not have the records any more");
        }
        return event.toString();
    }

    private List<JsonNode> read(DeadLetter.Batch batch) throws InterruptedException {
        BigInteger end = new BigInteger(batch.endSequenceNumber());
        List<JsonNode> found = new ArrayList<>();
        Optional<String> iterator = Optional.of(streams.iterator(
                batch.streamArn(),
                batch.shardId(),
                new StreamReader.Position.AtSequenceNumber(batch.startSequenceNumber())));
        int empty = 0;
        while (iterator.isPresent() && empty < MOST_EMPTY_ANSWERS) {
            StreamReader.Records records = streams.read(iterator.get(), READ_AT_ONCE);
            for (JsonNode record : records.records()) {
                int order = new BigInteger(
                                record.path("dynamodb").path("SequenceNumber").asString("0"))
                        .compareTo(end);
                if (order <= 0) {
                    found.add(record);
                }
                if (order >= 0) {
                    return found;
                }
            }
            empty = records.records().isEmpty() ? empty + 1 : 0;
            iterator = records.next();
        }
        return found;
    }
}
