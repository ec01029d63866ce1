package wordcounter.operator;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import wordcounter.uploads.Utf8Check;

/**
 * A file that can be counted.
 *
 * @param size in bytes
 * @param sha256 of its bytes, in hexadecimal
 */
record TextFile(Path path, long size, String sha256) {

    private static final int BUFFER_BYTES = 256 * 1024;

    /** The file is not there, or it would be refused; the message says what is wrong. */
    static final class NotATextFileException extends Exception {
        NotATextFileException(String message) {
            super(message);
        }
    }

    /**
     * Reads a file to its end, and looks at it as uploaded-words-fn will.
     *
     * @param limit the largest file, in bytes
     */
    static TextFile read(Path path, long limit) throws NotATextFileException {
        if (!Files.exists(path)) {
            throw new NotATextFileException("there is no file " + path);
        }
        if (!Files.isRegularFile(path)) {
            throw new NotATextFileException(path + " is no file");
        }
        try (InputStream bytes = Files.newInputStream(path)) {
            return read(path, bytes, limit);
        } catch (IOException e) {
            throw new NotATextFileException(path + " can't be read: " + e.getMessage());
        }
    }

    private static TextFile read(Path path, InputStream bytes, long limit) throws IOException, NotATextFileException {
        MessageDigest sha256 = newSha256();
        Utf8Check check = new Utf8Check();
        byte[] buffer = new byte[BUFFER_BYTES];
        long size = 0;
        for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
            size += read;
            if (size > limit) {
                throw new NotATextFileException(path + " has " + Files.size(path) + " bytes; the stack counts at most "
                        + limit + " (parameter UploadLimitMegabytes)");
            }
            sha256.update(buffer, 0, read);
            refuse(path, check.add(buffer, read));
        }
        refuse(path, check.end());
        return new TextFile(path, size, HexFormat.of().formatHex(sha256.digest()));
    }

    private static void refuse(Path path, Optional<String> problem) throws NotATextFileException {
        if (problem.isPresent()) {
            throw new NotATextFileException(path + " can't be counted: " + problem.get());
        }
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
