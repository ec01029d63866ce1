package wordcounter.operator;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.services.s3.S3Client;
import wordcounter.intake.EventIds;
import wordcounter.operator.Inbox.Placed;
import wordcounter.operator.TextFile.NotATextFileException;
import wordcounter.uploads.Upload;
import wordcounter.uploads.UploadedFile;
import wordcounter.uploads.Uploads;

/** Has a file's words counted. */
@Command(
        name = "upload",
        sortOptions = false,
        description = {
            "Puts the text FILE into the stack's bucket, where its words are counted. The same content is counted once, whatever"
                    + " the file's name: it is recognised for as long as it lies in the bucket, which is 45 days."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:it is there; with --wait, it is counted",
            " 1:it was refused, or nothing moved for too long",
            " 2:an option or the file is wrong",
            " 3:it could not be done"
        })
final class UploadCommand implements Callable<Integer> {

    private static final long MEGABYTE = 1_000_000;

    private final Surroundings surroundings;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandLine.Model.CommandSpec spec;

    @Mixin
    private final StackOptions options;

    @Option(names = "--wait", description = "Waits until the file is counted.")
    private boolean wait;

    @Option(
            names = "--patience",
            paramLabel = "TIME",
            converter = Durations.class,
            description =
                    "How long --wait waits while nothing moves. Default: 10m, in which Lambda has tried again twice.")
    private Duration patience = Duration.ofMinutes(10);

    @Parameters(paramLabel = "FILE", description = "A text in UTF-8, not larger than the stack's UploadLimitMegabytes.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private Path path;

    UploadCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
        this.options = new StackOptions(surroundings.environment());
    }

    @Override
    public Integer call() {
        if (!patience.isPositive()) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--patience is at least 1s, not " + patience.toSeconds() + "s");
        }
        Console console = Console.of(spec.commandLine());
        StackAccess stack = new StackAccess(options, surroundings.calls());
        String bucket = stack.optionalName("UploadsBucket")
                .orElseThrow(() -> new OperatorException("the stack " + stack.stackName()
                        + " takes no files: it was deployed with WithUploads=false, or from an older template"));
        TextFile file;
        try {
            file = TextFile.read(path, Long.parseLong(stack.name("UploadLimitMegabytes")) * MEGABYTE);
        } catch (NotATextFileException e) {
            console.err().println("words: " + e.getMessage());
            return WordsCommand.WRONG;
        }
        Placed placed = place(stack, bucket, file, console);
        console.out().println(told(file, placed));
        return wait ? await(stack, placed, console) : WordsCommand.DONE;
    }

    private static Placed place(StackAccess stack, String bucket, TextFile file, Console console) {
        try (S3Client s3 = stack.build(S3Client.builder().forcePathStyle(stack.hasEndpoint()))) {
            return stack.call(() -> new Inbox(s3, bucket)
                    .put(file, sent -> console.progress("MB sent", sent / MEGABYTE, file.size() / MEGABYTE)));
        } finally {
            console.endProgress();
        }
    }

    private static String told(TextFile file, Placed placed) {
        String where = "s3://" + placed.bucket() + "/" + placed.key();
        return placed.isNew()
                ? file.path() + " is in the bucket: " + where
                : file.path() + " was in the bucket already, since " + placed.putAt() + ", and counts once: " + where;
    }

    private int await(StackAccess stack, Placed placed, Console console) {
        try (StackTables tables = new StackTables(stack, surroundings)) {
            Uploads uploads =
                    tables.uploads().orElseThrow(() -> new OperatorException("the stack has no table of uploads"));
            String uploadId = new UploadedFile(
                            placed.bucket(), placed.key(), placed.version(), placed.size(), placed.putAt())
                    .uploadId(new EventIds(new SecureRandom()));
            UploadWait counting = new UploadWait(
                    () -> stack.call(() -> uploads.find(uploadId)),
                    surroundings.clock(),
                    surroundings.sleeper(),
                    console);
            return report(counting.until(patience), console);
        } finally {
            console.endProgress();
        }
    }

    private int report(Optional<Upload> upload, Console console) {
        console.endProgress();
        if (upload.filter(Upload::isCounted).isPresent()) {
            console.out()
                    .println("counted: " + upload.get().file().size() + " bytes in "
                            + upload.get().progress().chunks() + " events. Their +10 follow within seconds.");
            return WordsCommand.DONE;
        }
        Optional<String> refusal = upload.flatMap(Upload::refusal);
        if (refusal.isPresent()) {
            console.err().println("words: it was refused: " + refusal.get());
            return WordsCommand.NOT_ALL;
        }
        console.err()
                .println("words: nothing has moved for " + Durations.text(patience) + ", with "
                        + upload.map(found -> found.progress().bytes() + " of "
                                        + found.file().size() + " bytes counted")
                                .orElse("nothing begun")
                        + ": see ./words replay, and the log of uploaded-words-fn");
        return WordsCommand.NOT_ALL;
    }
}
