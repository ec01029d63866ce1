package wordcounter.uploaded;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import wordcounter.counts.EventCounter;
import wordcounter.counts.Outcome;
import wordcounter.deadletters.ParkedItem;
import wordcounter.deadletters.Parking;
import wordcounter.events.WordsEvent;
import wordcounter.intake.EventIds;
import wordcounter.intake.EventIntake;
import wordcounter.intake.EventIntake.IdOrigin;
import wordcounter.intake.EventIntake.UnknownOutcomeException;
import wordcounter.json.InvalidJsonException;
import wordcounter.json.JsonObject;
import wordcounter.runtime.Backoff;
import wordcounter.runtime.FunctionModule;
import wordcounter.runtime.JsonLog;
import wordcounter.runtime.ParallelTasks;
import wordcounter.tracing.TraceContext;
import wordcounter.uploaded.Cutter.Piece;
import wordcounter.uploaded.UploadedFiles.FileGoneException;
import wordcounter.uploads.Cut;
import wordcounter.uploads.Progress;
import wordcounter.uploads.Upload;
import wordcounter.uploads.UploadedFile;
import wordcounter.uploads.Uploads;
import wordcounter.uploads.Utf8Check;
import wordcounter.words.InvalidWordsException;
import wordcounter.words.Tokenizer;
import wordcounter.words.Words;

/**
 * Decides what becomes of a file: it is counted, chunk by chunk, or parked because no retry can help it.
 *
 * <p>A file is read twice. The first time nothing is counted: a file that turns out to be no text has no effect. Then it is written
 * down that the file is begun, and how it is cut; whoever comes later goes on from where the file is known to be counted, and cuts it in
 * the same places. What was counted and not written down is counted again under the same ids, so that it does not count twice.
 *
 * <p>Nobody hears an answer. So one long word does not keep the rest from being counted, and a chunk without words is passed over.
 * Thread-safe.
 */
final class UploadedTexts {

    /** Chunks that are counted between two writes of the progress. With their texts they are held in memory: 1 MB. */
    static final int CHUNKS_IN_A_ROW = 32;

    /** How long a chunk that can't be published is tried again, before the invocation fails. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What is read of a file at once. */
    private static final int RANGE_BYTES = 1024 * 1024;

    private final EventIntake intake;
    private final EventIds eventIds;
    private final Uploads uploads;
    private final UploadedFiles files;
    private final Parking parking;
    private final ParallelTasks tasks;
    private final Backoff backoff;
    private final Clock clock;
    private final JsonLog log;
    private final Limits limits;

    /**
     * What bounds the work.
     *
     * @param fileBytes the largest file that is counted
     * @param chunksInARow chunks that are counted between two writes of the progress
     * @param rangeBytes what is read of a file at once
     * @param cut of files that are begun now
     */
    record Limits(long fileBytes, int chunksInARow, int rangeBytes, Cut cut) {
        static Limits of(long fileBytes) {
            return new Limits(fileBytes, CHUNKS_IN_A_ROW, RANGE_BYTES, Cut.CURRENT);
        }
    }

    /** A chunk of a file, as it is to be counted. */
    private record Chunk(String eventId, String text, int bytes) {}

    /** What became of a chunk. */
    private enum Counted {
        YES,
        NOT_BEGUN,
        TOO_OLD,
        /** It is not known whether it counts. */
        UNKNOWN
    }

    UploadedTexts(
            EventIntake intake,
            EventIds eventIds,
            Uploads uploads,
            UploadedFiles files,
            Parking parking,
            ParallelTasks tasks,
            Backoff backoff,
            Clock clock,
            JsonLog log,
            Limits limits) {
        this.intake = intake;
        this.eventIds = eventIds;
        this.uploads = uploads;
        this.files = files;
        this.parking = parking;
        this.tasks = tasks;
        this.backoff = backoff;
        this.clock = clock;
        this.log = log;
        this.limits = limits;
    }

    /**
     * Deals with one file, as far as time allows.
     *
     * @param deadline after which no chunk is begun
     * @return whether nothing is left to do; otherwise somebody has to go on
     * @throws RuntimeException when a retry can help: what is counted stays counted
     */
    boolean take(JsonObject s3Record, Instant deadline) {
        UploadedFile file;
        try {
            file = UploadedFile.of(s3Record);
        } catch (InvalidJsonException e) {
            park(s3Record, "no record of a file: " + e.getMessage(), Map.of());
            return true;
        }
        String uploadId = file.uploadId(eventIds);
        try {
            return take(s3Record, uploadId, file, deadline);
        } catch (FileGoneException e) {
            refuse(s3Record, uploadId, file, Upload.GONE);
            return true;
        } catch (RuntimeException e) {
            // Lambda logs the exception too, but not which file it was
            log.warn("not counted to the end", fields(uploadId, file), e);
            throw e;
        }
    }

    private boolean take(JsonObject s3Record, String uploadId, UploadedFile file, Instant deadline) {
        Optional<Upload> known = uploads.find(uploadId);
        if (known.filter(Upload::isCounted).isPresent()) {
            log.info("counted before", fields(uploadId, file));
            return true;
        }
        Optional<String> refusal = known.flatMap(Upload::cut).isPresent() ? tooOld(file) : refusal(file, deadline);
        if (refusal.isPresent()) {
            refuse(s3Record, uploadId, file, refusal.get());
            return true;
        }
        Upload upload = uploads.begin(uploadId, file, limits.cut());
        log.info(upload.progress().equals(Progress.NONE) ? "begun" : "goes on", fields(upload));
        return count(s3Record, upload, deadline);
    }

    /** Why the file can't be counted, or empty. It is read to its end. */
    private Optional<String> refusal(UploadedFile file, Instant deadline) {
        if (file.size() > limits.fileBytes()) {
            return Optional.of(
                    "the file has " + file.size() + " bytes; at most " + limits.fileBytes() + " are counted");
        }
        Optional<String> tooOld = tooOld(file);
        if (tooOld.isPresent()) {
            return tooOld;
        }
        FileReader reader = new FileReader(files, file, limits.rangeBytes(), 0, deadline);
        Utf8Check check = new Utf8Check();
        while (true) {
            int bytes = reader.ahead(1).remaining();
            if (bytes == 0) {
                return check.end();
            }
            Optional<String> problem = check.add(reader.take(bytes));
            if (problem.isPresent()) {
                return problem;
            }
        }
    }

    private Optional<String> tooOld(UploadedFile file) {
        return EventCounter.isTooOld(file.putAt(), clock.instant())
                ? Optional.of("older than the ledger remembers")
                : Optional.empty();
    }

    private boolean count(JsonObject s3Record, Upload upload, Instant deadline) {
        Cut cut = upload.cut().orElseThrow();
        Cutter cutter = new Cutter(cut);
        Progress progress = upload.progress();
        FileReader reader = reader(upload, progress, deadline);
        int linesCut = 0;
        while (progress.bytes() < upload.file().size()) {
            List<Chunk> chunks = new ArrayList<>();
            ByteBuffer ahead = reader.ahead(cut.chunkBytes() + 1);
            while (chunks.size() < limits.chunksInARow() && ahead.hasRemaining()) {
                Piece piece = cutter.next(ahead);
                linesCut += piece.isInLine() ? 1 : 0;
                chunks.add(chunk(upload.file(), progress.chunks() + chunks.size(), reader.take(piece.bytes())));
                ahead = reader.ahead(cut.chunkBytes() + 1);
            }
            List<Counted> results = countAll(upload, chunks, deadline);
            int counted = counted(results);
            Progress reached = plus(progress, chunks.subList(0, counted));
            if (counted > 0) {
                progress = uploads.advance(upload.uploadId(), reached);
            }
            if (!progress.equals(reached)) {
                reader = reader(upload, progress, deadline); // somebody else is further
            } else if (counted < results.size()) {
                return stopped(s3Record, upload, results.get(counted), progress);
            }
        }
        log.info(
                "counted",
                with(
                        fields(upload.uploadId(), upload.file()),
                        Map.of("chunks", progress.chunks(), "linesCut", linesCut)));
        return true;
    }

    /** @return whether nothing is left to do */
    private boolean stopped(JsonObject s3Record, Upload upload, Counted reason, Progress progress) {
        return switch (reason) {
            case TOO_OLD -> {
                refuse(s3Record, upload.uploadId(), upload.file(), "older than the ledger remembers");
                yield true;
            }
            case UNKNOWN -> throw new IllegalStateException("chunk " + progress.chunks() + " could not be published");
            case YES, NOT_BEGUN -> {
                if (progress.equals(upload.progress())) {
                    throw new IllegalStateException("the time was too short for a single chunk");
                }
                yield false;
            }
        };
    }

    private FileReader reader(Upload upload, Progress progress, Instant deadline) {
        return new FileReader(files, upload.file(), limits.rangeBytes(), progress.bytes(), deadline);
    }

    private Chunk chunk(UploadedFile file, int number, byte[] bytes) {
        return new Chunk(file.eventId(eventIds, number), new String(bytes, StandardCharsets.UTF_8), bytes.length);
    }

    private List<Counted> countAll(Upload upload, List<Chunk> chunks, Instant deadline) {
        return tasks.run(chunks.stream()
                .<Supplier<Counted>>map(chunk -> () -> count(upload, chunk, deadline))
                .toList());
    }

    private Counted count(Upload upload, Chunk chunk, Instant deadline) {
        Words words;
        try {
            words = Tokenizer.tokenizeWhatFits(chunk.text());
        } catch (InvalidWordsException e) {
            return Counted.YES; // it has none
        }
        WordsEvent event = new WordsEvent(
                chunk.eventId(),
                upload.uploadId(),
                TraceContext.named(upload.uploadId()),
                upload.file().putAt(),
                words);
        Instant patience = clock.instant().plus(PATIENCE);
        return backoff.retryWhile(
                Counted.UNKNOWN::equals,
                () -> count(event, deadline),
                patience.isBefore(deadline) ? patience : deadline);
    }

    private Counted count(WordsEvent event, Instant deadline) {
        if (!clock.instant().isBefore(deadline)) {
            return Counted.NOT_BEGUN;
        }
        try {
            Outcome outcome = intake.take(event, IdOrigin.OURS, deadline);
            return switch (outcome) {
                // other words: code that finds words in another way took this chunk in, and that counts
                case DONE, DIFFERENT_WORDS -> Counted.YES;
                case TOO_OLD -> Counted.TOO_OLD;
            };
        } catch (UnknownOutcomeException e) {
            return Counted.UNKNOWN; // the intake has logged it
        }
    }

    /** How many of the first chunks are counted. */
    private static int counted(List<Counted> results) {
        int counted = 0;
        while (counted < results.size() && results.get(counted) == Counted.YES) {
            counted++;
        }
        return counted;
    }

    private static Progress plus(Progress progress, List<Chunk> chunks) {
        return new Progress(
                progress.chunks() + chunks.size(),
                progress.bytes() + chunks.stream().mapToLong(Chunk::bytes).sum());
    }

    /** Parked first: a file that is parked twice does no harm, one that is not parked is not heard of again. */
    private void refuse(JsonObject s3Record, String uploadId, UploadedFile file, String reason) {
        park(s3Record, reason, fields(uploadId, file));
        uploads.refuse(uploadId, file, reason);
    }

    private void park(JsonObject s3Record, String reason, Map<String, Object> fields) {
        parking.park(new ParkedItem(ParkedItem.Kind.UPLOAD_RECORD, FunctionModule.UPLOADED_WORDS, reason, s3Record));
        log.warn("parked", with(fields, Map.of("reason", reason)));
    }

    /**
     * What every log line about a file has. S3 tells of no trace, so it is the one that the upload's id names: whoever goes on with the
     * file is in the same.
     */
    private static Map<String, Object> fields(String uploadId, UploadedFile file) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("uploadId", uploadId);
        fields.put("correlationId", uploadId);
        fields.putAll(TraceContext.named(uploadId).logFields());
        fields.put("key", file.key());
        fields.put("bytes", file.size());
        return fields;
    }

    private static Map<String, Object> fields(Upload upload) {
        return with(
                fields(upload.uploadId(), upload.file()),
                Map.of("countedBytes", upload.progress().bytes()));
    }

    private static Map<String, Object> with(Map<String, Object> fields, Map<String, Object> more) {
        Map<String, Object> all = new LinkedHashMap<>(fields);
        all.putAll(more);
        return all;
    }
}
