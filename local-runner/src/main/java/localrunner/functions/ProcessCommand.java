package localrunner.functions;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import localrunner.invoke.FunctionDirectory;
import localrunner.template.Application.Function;

/**
 * The command line and the environment of a function's process, as near to the managed runtime as a laptop allows
 * ("Defined runtime environment variables", "Lambda runtimes: Java", AWS Lambda Developer Guide).
 *
 * <p>A process inherits nothing from the runner's environment. The template's variables win, as on Lambda; those that
 * Lambda reserves are refused at the start, as there.
 *
 * @param published whether the process stands for the version behind the alias, or for {@code $LATEST}
 */
record ProcessCommand(Function function, boolean published, Path taskRoot, String region, URI endpointUrl) {

    private static final double HEAP_SHARE = 0.85;

    /** Lambda says en_US.UTF-8, which many a Linux has not installed; without it, variables beyond ASCII are garbled. */
    private static final String UTF_8_LOCALE =
            System.getProperty("os.name").startsWith("Linux") ? "C.UTF-8" : "en_US.UTF-8";

    private static final Set<String> RESERVED = Set.of(
            "_HANDLER",
            "_X_AMZN_TRACE_ID",
            "AWS_DEFAULT_REGION",
            "AWS_REGION",
            "AWS_EXECUTION_ENV",
            "AWS_LAMBDA_FUNCTION_NAME",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            "AWS_LAMBDA_FUNCTION_VERSION",
            "AWS_LAMBDA_INITIALIZATION_TYPE",
            "AWS_LAMBDA_LOG_GROUP_NAME",
            "AWS_LAMBDA_LOG_STREAM_NAME",
            "AWS_ACCESS_KEY",
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_LAMBDA_RUNTIME_API",
            "LAMBDA_TASK_ROOT",
            "LAMBDA_RUNTIME_DIR");

    /** @throws IllegalArgumentException when the template sets a variable that Lambda reserves */
    static void checkEnvironment(Function function) {
        Set<String> reserved = new TreeSet<>(function.environment().keySet());
        reserved.retainAll(RESERVED);
        if (!reserved.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s: Lambda reserves these environment variables and refuses a function that sets them: %s"
                            .formatted(function.logicalId(), String.join(", ", reserved)));
        }
    }

    /** SnapStart is for published versions only. */
    boolean snapStart() {
        return function.snapStart() && published;
    }

    List<String> commandLine(RuntimeFiles runtime) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx" + heapMegabytes() + "m");
        command.add("-XX:+UseSerialGC");
        // The managed runtime does so too, but not under SnapStart, where the start is paid before the snapshot. Here
        // every start is somebody's wait, and it takes half the processor time with the first compiler alone.
        command.add("-XX:TieredStopAtLevel=1");
        command.add("-Xshare:auto");
        // Its file would stay in the temporary folder when the process is killed.
        command.add("-XX:-UsePerfData");
        command.add("-Djava.net.preferIPv4Stack=true");
        command.add("-Duser.language=en");
        command.add("-Duser.country=US");
        // Where the library org.crac finds the hooks of AWS's client.
        command.add("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");
        command.add("--enable-native-access=ALL-UNNAMED");
        runtime.nativeLibrary()
                .ifPresent(library -> command.add(
                        "-Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI=" + library));
        command.add("-cp");
        command.add(runtime.classPath());
        command.add(RuntimeFiles.MAIN.getName());
        command.add(function.handler());
        if (runtime.nativeLibrary().isEmpty()) {
            command.add("portable");
            if (snapStart()) {
                command.add("snap-start");
            }
        }
        return command;
    }

    Map<String, String> environment(RuntimeFiles runtime, String runtimeApi, String logStream) {
        // AWS's client takes the variable as an order to run hooks; the portable one has its own way to do so.
        boolean orderHooks = snapStart() && runtime.nativeLibrary().isPresent();
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        environment.put("LANG", UTF_8_LOCALE);
        environment.put("TZ", ":UTC");
        environment.put("AWS_ENDPOINT_URL", endpointUrl.toString());
        environment.put("AWS_LAMBDA_LOG_FORMAT", function.jsonLogs() ? "JSON" : "Text");
        environment.putAll(function.environment());
        environment.put("_HANDLER", function.handler());
        environment.put("LAMBDA_TASK_ROOT", taskRoot.toString());
        environment.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + function.runtime());
        environment.put("AWS_REGION", region);
        environment.put("AWS_DEFAULT_REGION", region);
        environment.put("AWS_ACCESS_KEY_ID", "local");
        environment.put("AWS_SECRET_ACCESS_KEY", "local");
        environment.put("AWS_LAMBDA_FUNCTION_NAME", function.name());
        environment.put(
                "AWS_LAMBDA_FUNCTION_VERSION", published ? FunctionDirectory.PUBLISHED : FunctionDirectory.LATEST);
        environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(function.memoryMegabytes()));
        environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + function.name());
        environment.put("AWS_LAMBDA_LOG_STREAM_NAME", logStream);
        environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", orderHooks ? "snap-start" : "on-demand");
        environment.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
        return environment;
    }

    private int heapMegabytes() {
        return (int) (function.memoryMegabytes() * HEAP_SHARE);
    }
}
