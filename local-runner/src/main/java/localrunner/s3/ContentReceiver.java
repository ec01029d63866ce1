package localrunner.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Writes bodies into files as they come, and checks them by all that their request says of them: length, {@code
 * Content-MD5}, SHA-256 and checksum, which may also come behind the body.
 *
 * <p>"Checking object integrity in Amazon S3" in the User Guide. What has no checksum gets one, as there: CRC64NVME.
 * Thread-safe.
 */
final class ContentReceiver {

    /** The most that comes in one request. */
    static final long LARGEST_BYTES = SizeRange.OF_ONE_REQUEST.most();

    private static final String STREAMING = "STREAMING-";
    private static final String CHECKSUM_PREFIX = "x-amz-checksum-";
    private static final List<String> NO_CHECKSUM = List.of("algorithm", "mode", "type");
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int MD5_BYTES = 16;

    private final Path folder;
    private final AtomicLong files = new AtomicLong();

    /** @param folder exists, and is nobody else's */
    ContentReceiver(Path folder) {
        this.folder = folder;
    }

    /** A file that nobody has yet. */
    Path newFile() {
        return folder.resolve(Long.toString(files.incrementAndGet()));
    }

    /**
     * Reads the body of a request.
     *
     * @param otherwise the checksum that is made when the request names none
     * @throws S3Exception when the body is not what the request says
     */
    Received receive(S3Request request, InputStream body, ChecksumAlgorithm otherwise) throws IOException {
        Optional<String> sha256 = request.header("x-amz-content-sha256");
        boolean chunked = sha256.filter(text -> text.startsWith(STREAMING)).isPresent();
        long length = length(request, chunked);
        Optional<ChecksumAlgorithm> declared = declaredAlgorithm(request);
        Sink sink = new Sink(
                declared.orElse(otherwise),
                !chunked && sha256.filter(ContentReceiver::isSha256).isPresent());
        AwsChunkedStream decoded = new AwsChunkedStream(body);
        Path file = newFile();
        try {
            long size = copy(chunked ? decoded : body, file, sink, length);
            if (size != length) {
                throw new S3Exception(
                        400,
                        "IncompleteBody",
                        "You did not provide the number of bytes specified by the Content-Length HTTP header");
            }
            Received received = sink.finish(file, size);
            sink.checkSha256(sha256.orElse(""));
            check(request, received, declared, decoded::trailers);
            return received;
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /**
     * Reads the file of an HTML form, whose length nobody has said.
     *
     * @param fields what the form says of the file, as a request's headers
     * @throws S3Exception when the file is of another size, or is not what the form says
     */
    Received receiveFile(S3Request fields, InputStream content, SizeRange sizes) throws IOException {
        Optional<ChecksumAlgorithm> declared = declaredAlgorithm(fields);
        Sink sink = new Sink(declared.orElse(ChecksumAlgorithm.CRC64NVME), false);
        Path file = newFile();
        try {
            long size = copy(content, file, sink, sizes.most());
            // What is too large is counted to its end, but not kept.
            sizes.check(size > sizes.most() ? size + content.transferTo(OutputStream.nullOutputStream()) : size);
            Received received = sink.finish(file, size);
            check(fields, received, declared, Map::of);
            return received;
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** @param trailers what came behind the body */
    private static void check(
            S3Request request,
            Received received,
            Optional<ChecksumAlgorithm> declared,
            Supplier<Map<String, String>> trailers) {
        checkMd5(request, received);
        if (declared.isPresent()) {
            String header = declared.get().header();
            Optional<String> expected = request.header(header)
                    .or(() -> Optional.ofNullable(trailers.get().get(header)));
            checkChecksum(expected, received);
        }
    }

    /** Copies a part of a file, or all of an empty one, into a file of its own. */
    Received copy(Path source, ByteRange range, ChecksumAlgorithm algorithm) throws IOException {
        Sink sink = new Sink(algorithm, false);
        Path file = newFile();
        try (InputStream in = Files.newInputStream(source)) {
            in.skipNBytes(range.first());
            long size = copy(new Part(in, range.length()), file, sink, range.length());
            return sink.finish(file, size);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** The checksum of a file's content. */
    ContentChecksum checksum(Path file, ChecksumAlgorithm algorithm) throws IOException {
        ChecksumAlgorithm.Running running = algorithm.start();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                running.update(buffer, 0, read);
            }
        }
        return new ContentChecksum(
                algorithm, ContentChecksum.Type.FULL_OBJECT, Base64.getEncoder().encodeToString(running.value()));
    }

    /** The next bytes of a stream, as if it ended behind them. */
    private static final class Part extends FilterInputStream {
        private long left;

        Part(InputStream in, long length) {
            super(in);
            left = length;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int read = left == 0 ? -1 : in.read(target, offset, (int) Math.min(length, left));
            left -= Math.max(0, read);
            return read;
        }
    }

    private static long length(S3Request request, boolean chunked) {
        String header = chunked ? "x-amz-decoded-content-length" : "Content-Length";
        String text = request.header(header)
                .orElseThrow(() -> new S3Exception(
                        411, "MissingContentLength", "You must provide the Content-Length HTTP header."));
        long length;
        try {
            length = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw S3Exception.invalidArgument("The length is no number", header, text);
        }
        SizeRange.OF_ONE_REQUEST.check(length);
        return length;
    }

    private static Optional<ChecksumAlgorithm> declaredAlgorithm(S3Request request) {
        List<String> names = request.headersWithout(CHECKSUM_PREFIX).keySet().stream()
                .filter(name -> !NO_CHECKSUM.contains(name))
                .toList();
        Optional<String> trailer = request.header("x-amz-trailer")
                .map(text -> text.toLowerCase(Locale.ROOT))
                .filter(text -> text.startsWith(CHECKSUM_PREFIX))
                .map(text -> text.substring(CHECKSUM_PREFIX.length()));
        if (names.size() + (trailer.isPresent() ? 1 : 0) > 1) {
            throw S3Exception.invalidRequest(
                    "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.");
        }
        Optional<String> name = names.stream().findFirst().or(() -> trailer);
        Optional<String> announced = request.header("x-amz-sdk-checksum-algorithm");
        if (announced.isPresent() && name.isEmpty()) {
            throw S3Exception.invalidRequest(
                    "x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.");
        }
        return name.map(ContentReceiver::algorithm);
    }

    static ChecksumAlgorithm algorithm(String name) {
        return ChecksumAlgorithm.of(name)
                .orElseThrow(() -> S3Exception.notImplemented("The local runner's S3 has no checksum algorithm '" + name
                        + "'. It has: " + Arrays.toString(ChecksumAlgorithm.values())));
    }

    private static boolean isSha256(String text) {
        return text.matches("[0-9a-f]{64}");
    }

    /** Stops beyond the length, so that nobody can fill the disk with more than was said. */
    private static long copy(InputStream in, Path file, Sink sink, long length) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        long size = 0;
        try (OutputStream out = Files.newOutputStream(file)) {
            for (int read = in.read(buffer); read >= 0 && size <= length; read = in.read(buffer)) {
                out.write(buffer, 0, read);
                sink.update(buffer, read);
                size += read;
            }
        }
        return size;
    }

    private static void checkMd5(S3Request request, Received received) {
        request.header("Content-MD5").ifPresent(text -> {
            byte[] expected = base64(text)
                    .filter(bytes -> bytes.length == MD5_BYTES)
                    .orElseThrow(
                            () -> new S3Exception(400, "InvalidDigest", "The Content-MD5 you specified was invalid.")
                                    .with("Content-MD5", text));
            if (!Arrays.equals(expected, received.md5().bytes())) {
                throw new S3Exception(400, "BadDigest", "The Content-MD5 you specified did not match what we received.")
                        .with("ExpectedDigest", HexFormat.of().formatHex(expected))
                        .with(
                                "CalculatedDigest",
                                Base64.getEncoder()
                                        .encodeToString(received.md5().bytes()));
            }
        });
    }

    private static void checkChecksum(Optional<String> expected, Received received) {
        ContentChecksum checksum = received.checksum();
        String header = checksum.algorithm().header();
        String text = expected.orElseThrow(
                () -> new S3Exception(
                        400,
                        "MalformedTrailerError",
                        "The request contained trailing data that was not well-formed or did not conform to our published schema."));
        int length = base64(checksum.value()).orElseThrow().length;
        if (base64(text).filter(bytes -> bytes.length == length).isEmpty()) {
            throw S3Exception.invalidRequest("Value for " + header + " header is invalid.");
        }
        if (!text.equals(checksum.value())) {
            throw new S3Exception(
                    400,
                    "BadDigest",
                    "The " + checksum.algorithm().text() + " you specified did not match the calculated checksum.");
        }
    }

    private static Optional<byte[]> base64(String text) {
        try {
            return Optional.of(Base64.getDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Sums up the bytes on their way to the file. */
    private static final class Sink {

        private final ChecksumAlgorithm algorithm;
        private final ChecksumAlgorithm.Running checksum;
        private final ChecksumAlgorithm.Running md5 = ChecksumAlgorithm.digest("MD5");
        private final Optional<ChecksumAlgorithm.Running> sha256;

        Sink(ChecksumAlgorithm algorithm, boolean withSha256) {
            this.algorithm = algorithm;
            checksum = algorithm.start();
            sha256 = withSha256 ? Optional.of(ChecksumAlgorithm.SHA256.start()) : Optional.empty();
        }

        void update(byte[] bytes, int length) {
            checksum.update(bytes, 0, length);
            md5.update(bytes, 0, length);
            sha256.ifPresent(running -> running.update(bytes, 0, length));
        }

        Received finish(Path file, long size) {
            return new Received(
                    file,
                    size,
                    Received.Md5.of(md5.value()),
                    new ContentChecksum(
                            algorithm,
                            ContentChecksum.Type.FULL_OBJECT,
                            Base64.getEncoder().encodeToString(checksum.value())));
        }

        void checkSha256(String expected) {
            sha256.map(ChecksumAlgorithm.Running::value)
                    .map(HexFormat.of()::formatHex)
                    .filter(computed -> !computed.equals(expected))
                    .ifPresent(computed -> {
                        throw new S3Exception(
                                        400,
                                        "XAmzContentSHA256Mismatch",
                                        "The provided 'x-amz-content-sha256' header does not match what was computed.")
                                .with("ClientComputedContentSHA256", expected)
                                .with("S3ComputedContentSHA256", computed);
                    });
        }
    }
}
