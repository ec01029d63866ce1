package benchmarks.process;

import benchmarks.stub.Certificates;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import localrunner.functions.RuntimeFiles;
import localrunner.functions.child.FunctionMain;

/**
 * Builds the command lines of Java functions, with the options of the managed runtime java25.
 *
 * <p>A plain process stops at the first compiler, as on Lambda; one with SnapStart has both ("Lambda runtimes: Java", AWS Lambda
 * Developer Guide). A function of 1,024 MB has a heap of 870.
 *
 * @param runtime AWS's runtime interface client
 * @param trustStore with the stub's authority
 */
public record JavaCommand(RuntimeFiles runtime, Path trustStore) {

    /** @param certificates of the stub */
    public JavaCommand(RuntimeFiles runtime, Certificates certificates) {
        this(runtime, certificates.trustStore());
    }

    /** A plain start from a folder as it is in the zip. */
    public List<String> plain(String handler, String... options) {
        List<String> all = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1"));
        all.addAll(List.of(options));
        return command(handler, runtime.classPath(), all);
    }

    /** A start with SnapStart. */
    public List<String> restored(String handler, String... options) {
        return command(handler, runtime.classPath(), List.of(options));
    }

    /** A plain start with the function's classes on the class path, from where an AOT cache can hold them. */
    public List<String> onClassPath(String handler, Path jars, String... options) {
        List<String> all = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1"));
        all.addAll(List.of(options));
        return command(handler, runtime.classPath() + File.pathSeparator + classPath(jars), all);
    }

    private List<String> command(String handler, String classPath, List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx870m",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-Djava.net.preferIPv4Stack=true",
                "-Duser.language=en",
                "-Duser.country=US",
                "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac",
                "-Duser.home=" + runtime.home(),
                "-Djavax.net.ssl.trustStore=" + trustStore,
                "--enable-native-access=ALL-UNNAMED"));
        runtime.nativeLibrary()
                .ifPresent(library -> command.add(
                        "-Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI=" + library));
        command.addAll(options);
        command.addAll(List.of("-cp", classPath, RuntimeFiles.MAIN.getName(), FunctionMain.NATIVE_CLIENT, handler));
        return command;
    }

    /**
     * Makes a folder of jars from a function's folder: an AOT cache takes classes from jars only.
     *
     * @param folder classes at its root, and jars under {@code lib}
     * @param jars receives a jar of the classes; the others stay where they are
     */
    public static void jarClasses(Path folder, Path jars) {
        try (Stream<Path> files = Files.walk(folder);
                JarOutputStream jar = new JarOutputStream(Files.newOutputStream(jars.resolve("function.jar")))) {
            List<Path> classes = files.filter(Files::isRegularFile)
                    .filter(file -> !folder.relativize(file).startsWith("lib"))
                    .sorted()
                    .toList();
            for (Path file : classes) {
                jar.putNextEntry(new JarEntry(folder.relativize(file).toString()));
                Files.copy(file, jar);
                jar.closeEntry();
            }
            Files.writeString(jars.resolve("libraries"), libraries(folder));
        } catch (IOException e) {
            throw new UncheckedIOException("Could not make jars of " + folder, e);
        }
    }

    private static String libraries(Path folder) throws IOException {
        try (Stream<Path> jars = Files.list(folder.resolve("lib"))) {
            return jars.sorted().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
    }

    private static String classPath(Path jars) {
        try {
            return jars.resolve("function.jar") + File.pathSeparator + Files.readString(jars.resolve("libraries"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
