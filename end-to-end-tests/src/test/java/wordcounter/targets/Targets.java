package wordcounter.targets;

import java.lang.reflect.Executable;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Gives tests their target: one for the whole suite, closed at its end, or with {@link EmptyWorld} a new one for one test.
 *
 * <p>The system property {@code target} says which: {@code local} is {@code ./run-local}, {@code localstack} is LocalStack in
 * Docker, {@code deployed} the stack that the property {@code stack} names. Tests are skipped, and once it is said why, where
 * there is no Docker or the target has not what they need.
 */
public final class Targets implements ParameterResolver, ExecutionCondition {

    private static final Namespace NAMESPACE = Namespace.create(Targets.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Target.class;
    }

    @Override
    public Target resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // the store closes what is in it: a method's after that method; the keys differ, as a store looks into the one
        // above it too
        return parameter
                .findAnnotation(EmptyWorld.class)
                .map(world -> context.getStore(NAMESPACE)
                        .getOrComputeIfAbsent("empty world", key -> start(world.timeScale()), Target.class))
                .orElseGet(() -> shared(context));
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> obstacle = isLocalStack() ? localStackObstacle(context) : Optional.empty();
        if (obstacle.isEmpty() && AnnotationSupport.isAnnotated(context.getTestClass(), NeedsFunctions.class)) {
            obstacle = shared(context).whyNoFunctions();
        }
        if (obstacle.isEmpty() && name().equals("deployed") && needsEmptyWorld(context)) {
            obstacle = Optional.of("a deployed stack is not empty, and others may be using it");
        }
        obstacle.ifPresent(reason -> context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent(reason, key -> {
            System.out.println("SKIPPED on " + name() + ": " + reason);
            return reason;
        }));
        return obstacle.map(ConditionEvaluationResult::disabled)
                .orElseGet(() -> ConditionEvaluationResult.enabled("the target has what it needs"));
    }

    private static boolean needsEmptyWorld(ExtensionContext context) {
        Executable executable = context.getTestMethod()
                .<Executable>map(method -> method)
                .orElseGet(() -> context.getRequiredTestClass().getDeclaredConstructors()[0]);
        return Stream.of(executable.getParameters())
                .anyMatch(parameter -> parameter.isAnnotationPresent(EmptyWorld.class));
    }

    private static Optional<String> localStackObstacle(ExtensionContext context) {
        String obstacle = context.getRoot()
                .getStore(NAMESPACE)
                .getOrComputeIfAbsent(
                        "obstacle", key -> LocalStackTarget.obstacle().orElse(""), String.class);
        return Optional.of(obstacle).filter(reason -> !reason.isEmpty());
    }

    /** The root's store closes it, after the last test. */
    private static Target shared(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent("shared", key -> start(1), Target.class);
    }

    private static Target start(int timeScale) {
        return switch (name()) {
            case "local" -> LocalRunnerTarget.start(timeScale);
            case "localstack" -> LocalStackTarget.start();
            case "deployed" -> new DeployedTarget(stack());
            default ->
                throw new IllegalArgumentException(
                        "-Dtarget=" + name() + " is unknown; there are: local, localstack, deployed");
        };
    }

    private static String stack() {
        return Optional.ofNullable(System.getProperty("stack"))
                .filter(stack -> !stack.isBlank())
                .orElseThrow(() -> new IllegalArgumentException(
                        "-Dtarget=deployed needs the stack's name too, for instance -Dstack=word-counter-dev"));
    }

    private static boolean isLocalStack() {
        return name().equals("localstack");
    }

    private static String name() {
        return System.getProperty("target", "local");
    }
}
