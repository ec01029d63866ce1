package localrunner.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import localrunner.edge.StreamedResponse;

/**
 * The files of the console's page, from a folder of the class path without subfolders.
 *
 * <p>A file is read at each request, so that whoever changes the page sees it when loading it again. Its entity tag
 * saves the transfer when it is the same (RFC 9110, 8.8.3). Immutable.
 */
final class PageFiles {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+(\\.[a-z0-9-]+)*\\.(?<extension>[a-z0-9]+)");

    private static final Map<String, String> TYPES = Map.of(
            "html", "text/html; charset=utf-8",
            "css", "text/css; charset=utf-8",
            "js", "text/javascript; charset=utf-8",
            "svg", "image/svg+xml",
            "png", "image/png",
            "ico", "image/x-icon",
            "txt", "text/plain; charset=utf-8");

    private final String folder;

    /** @param folder absolute, such as {@code /localrunner/web} */
    PageFiles(String folder) {
        this.folder = folder;
    }

    /**
     * Answers with a file; empty when there is none of that name.
     *
     * @param known the entity tags that the browser has, as {@code If-None-Match} says
     */
    Optional<StreamedResponse> answer(String name, String known) {
        Matcher matcher = NAME.matcher(name);
        Optional<String> type =
                matcher.matches() ? Optional.ofNullable(TYPES.get(matcher.group("extension"))) : Optional.empty();
        return type.flatMap(contentType -> read(name).map(content -> answer(contentType, content, known)));
    }

    private static StreamedResponse answer(String contentType, byte[] content, String known) {
        String tag = "\"" + digest(content) + "\"";
        Map<String, String> headers = Map.of(WebAnswers.CONTENT_TYPE, contentType, "ETag", tag);
        return known.contains(tag)
                ? new StreamedResponse(304, headers, StreamedResponse.Body.NONE)
                : WebAnswers.bytes(200, headers, content);
    }

    private Optional<byte[]> read(String name) {
        try (InputStream in = PageFiles.class.getResourceAsStream(folder + "/" + name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException("The console's file " + name + " can't be read", e);
        }
    }

    private static String digest(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
