package localrunner.functions;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.spi.InetAddressResolverProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import localrunner.functions.child.FunctionMain;
import localrunner.functions.child.NoAwsNames;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/**
 * The files on the class path of every function's process: AWS's runtime interface client with the three jars that it
 * needs, and the runner's own package {@code child}.
 *
 * @param nativeLibrary the client's, unpacked once. Otherwise each process would write it to the same file under /tmp
 *     while others use it. Empty where AWS builds none for this system
 * @param home what a process takes for its user's home. It is not there, as on Lambda: the user's own has settings and
 *     credentials that SDKs would read
 */
public record RuntimeFiles(String classPath, Optional<Path> nativeLibrary, Path home) {

    public static final Class<?> MAIN = FunctionMain.class;

    private static final List<Class<?>> ONE_OF_EACH_JAR =
            List.of(AWSLambda.class, Context.class, PojoSerializer.class, SdkInternalThreadLocal.class);
    private static final List<String> CHILD_CLASSES = List.of(
            "AwsHosts.class",
            "FunctionMain.class",
            "NoAwsNames.class",
            "NoAwsNames$Resolver.class",
            "PortableRuntime.class",
            "PortableRuntime$BeforeInvocations.class",
            "PortableRuntime$JavaClient.class");

    /** @param folder receives the files that have to be made */
    public static RuntimeFiles into(Path folder) {
        try {
            Path childJar = folder.resolve("child.jar");
            try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(childJar))) {
                for (String name : CHILD_CLASSES) {
                    jar.putNextEntry(new JarEntry(MAIN.getPackageName().replace('.', '/') + "/" + name));
                    try (InputStream in = Objects.requireNonNull(MAIN.getResourceAsStream(name), name)) {
                        in.transferTo(jar);
                    }
                    jar.closeEntry();
                }
                jar.putNextEntry(new JarEntry("META-INF/services/" + InetAddressResolverProvider.class.getName()));
                jar.write(NoAwsNames.class.getName().getBytes(StandardCharsets.UTF_8));
                jar.closeEntry();
            }
            String classPath = Stream.concat(ONE_OF_EACH_JAR.stream().map(RuntimeFiles::location), Stream.of(childJar))
                    .map(Path::toString)
                    .collect(Collectors.joining(File.pathSeparator));
            return new RuntimeFiles(classPath, unpackNativeLibrary(folder), folder.resolve("home"));
        } catch (IOException e) {
            throw new UncheckedIOException("Could not write the Lambda runtime's files to " + folder, e);
        }
    }

    /** The same files, as on a system for which AWS builds no native library. */
    RuntimeFiles withoutNativeLibrary() {
        return new RuntimeFiles(classPath, Optional.empty(), home);
    }

    private static Path location(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IllegalStateException(type.getName() + " must be on the runner's class path in a jar of its own");
        }
        try {
            URL location = source.getLocation();
            return Path.of(location.toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("Not a file: " + source.getLocation(), e);
        }
    }

    private static Optional<Path> unpackNativeLibrary(Path folder) throws IOException {
        Optional<String> name =
                nativeLibraryName(System.getProperty("os.name"), System.getProperty("os.arch"), usesMusl());
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Path file = folder.resolve(name.get());
        try (InputStream in = AWSLambda.class.getResourceAsStream("/jni/" + name.get())) {
            if (in == null) {
                return Optional.empty();
            }
            Files.copy(in, file);
        }
        return Optional.of(file);
    }

    /** The library's name in the client's jar, which has libraries for Linux on two kinds of processors. */
    static Optional<String> nativeLibraryName(String system, String architecture, boolean musl) {
        if (!system.toLowerCase(Locale.ROOT).contains("linux")) {
            return Optional.empty();
        }
        String libc = musl ? "linux_musl" : "linux";
        return switch (architecture) {
            case "amd64", "x86_64" -> Optional.of("libaws-lambda-jni." + libc + "-x86_64.so");
            case "aarch64" -> Optional.of("libaws-lambda-jni." + libc + "-aarch_64.so");
            default -> Optional.empty();
        };
    }

    private static boolean usesMusl() throws IOException {
        Path libraries = Path.of("/lib");
        if (!Files.isDirectory(libraries)) {
            return false;
        }
        try (Stream<Path> files = Files.list(libraries)) {
            return files.anyMatch(file -> file.getFileName().toString().startsWith("ld-musl-"));
        }
    }
}
