package benchmarks.process;

import benchmarks.stub.AwsStub;
import java.nio.file.Path;
import localrunner.functions.RuntimeApi;

/**
 * What a contender's process meets.
 *
 * @param logs folder that receives what the processes print
 */
public record Surroundings(RuntimeApi runtimeApi, AwsStub aws, Path logs) {}
