package localrunner.code;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.constant.ClassDesc;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import localrunner.application.Application.Function;
import localrunner.template.document.Suggestion;

/**
 * Finds out before the start whether a function's handler is in its code, by reading class files. Nothing is loaded or
 * run.
 *
 * <p>The rule is that of "Define Lambda function handler in Java" (AWS Lambda Developer Guide): {@code package.Class}
 * implements one of two interfaces, {@code package.Class::method} has that method. What a class inherits from classes
 * that are not in the code is not known, and taken as right.
 */
final class HandlerCheck {

    private static final Set<String> INTERFACES = Set.of(
            "com.amazonaws.services.lambda.runtime.RequestHandler",
            "com.amazonaws.services.lambda.runtime.RequestStreamHandler");

    private static final int MOST_CLASSES_TOLD = 5;

    private final Function function;
    private final CodeFolder code;
    private final String className;
    private final Optional<String> method;

    HandlerCheck(Function function, CodeFolder code) {
        this.function = function;
        this.code = code;
        String[] parts = function.configuration().handler().split("::", 2);
        className = parts[0];
        method = Optional.of(parts).filter(both -> both.length > 1).map(both -> both[1]);
    }

    /** What is wrong and what would be right, for people; empty when the handler is there. */
    Optional<String> problem() {
        Optional<byte[]> classFile = code.classFile(className);
        if (classFile.isEmpty()) {
            return Optional.of(noClass());
        }
        int jdk = Runtime.version().feature();
        if (javaVersion(classFile.get()) > jdk) {
            return Optional.of("%s: the class %s in %s is compiled for Java %d, and the JDK at hand is %d"
                    .formatted(
                            function.code().places().handler(),
                            className,
                            code.path(),
                            javaVersion(classFile.get()),
                            jdk));
        }
        if (method.isPresent()) {
            String name = method.get();
            return find(className, type -> hasMethod(type, name)) == Answer.NO
                    ? Optional.of("%s: the class %s in %s has no method %s"
                            .formatted(function.code().places().handler(), className, code.path(), name))
                    : Optional.empty();
        }
        return isHandler(className) == Answer.NO
                ? Optional.of(
                        "%s: the class %s in %s implements neither RequestHandler nor RequestStreamHandler; name its method too, as in %s::handleRequest"
                                .formatted(function.code().places().handler(), className, code.path(), className))
                : Optional.empty();
    }

    /** What works here and not on AWS: a class for a newer Java than the function's runtime. */
    Optional<String> warning() {
        String runtime = function.configuration().runtime();
        int newest = Integer.parseInt(runtime.replaceFirst("^java", "").replaceFirst("\\..*", ""));
        return code.classFile(className)
                .map(HandlerCheck::javaVersion)
                .filter(version -> version > newest)
                .map(version -> "the class %s is compiled for Java %d; AWS can't load it in the runtime %s"
                        .formatted(className, version, runtime));
    }

    /** The Java version that a class file is for: its major version less 44, by "The class File Format" (JVMS, 4.1). */
    private static int javaVersion(byte[] classFile) {
        return classFile.length < 8 ? 0 : ByteBuffer.wrap(classFile).getShort(6) - 44;
    }

    private String noClass() {
        List<String> own = code.ownClasses();
        if (own.isEmpty() && !Files.isDirectory(code.path().resolve("lib"))) {
            return "%s: there are no classes in %s. %s"
                    .formatted(function.code().places().codeUri(), code.path(), whereClassesCouldBe());
        }
        return "%s: there is no class %s in %s%s"
                .formatted(function.code().places().handler(), className, code.path(), meant(own));
    }

    private String meant(List<String> own) {
        String simpleName = simpleName(className);
        Optional<String> meant = own.stream()
                .filter(name -> simpleName(name).equals(simpleName))
                .findFirst()
                .or(() -> Suggestion.closest(className, own));
        if (meant.isPresent()) {
            return "; did you mean " + meant.get() + "?";
        }
        List<String> handlers =
                own.stream().filter(name -> isHandler(name) == Answer.YES).toList();
        if (handlers.isEmpty()) {
            return "; none of its own classes is a handler";
        }
        String told = handlers.stream().limit(MOST_CLASSES_TOLD).collect(Collectors.joining(", "));
        return "; its handlers are " + told + (handlers.size() > MOST_CLASSES_TOLD ? ", ..." : "");
    }

    private String whereClassesCouldBe() {
        Path folder = code.path();
        List<Path> projects;
        boolean sources;
        try (Stream<Path> files = Files.list(folder)) {
            projects = files.filter(inside -> MavenBuild.isProject(inside) || GradleBuild.isProject(inside))
                    .sorted()
                    .toList();
            sources = Files.isDirectory(folder.resolve("src"));
        } catch (IOException e) {
            throw new UncheckedIOException("The code in " + folder + " can't be read", e);
        }
        if (!projects.isEmpty()) {
            return "Name one of the folders that are built: "
                    + projects.stream()
                            .map(project -> folder.relativize(project).toString())
                            .collect(Collectors.joining(", "));
        }
        return sources
                ? "It has sources, and neither a pom.xml, a build.gradle nor a build.gradle.kts to build them by."
                : "Name a folder with a pom.xml, build.gradle or build.gradle.kts, one with classes at its root and jars under lib/, or a zip or jar.";
    }

    private static String simpleName(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private enum Answer {
        YES,
        NO,
        UNKNOWN
    }

    private interface Rule {
        boolean holds(ClassModel type);
    }

    private Answer isHandler(String name) {
        return find(
                name,
                type -> type.interfaces().stream()
                        .map(entry -> nameOf(entry.asSymbol()))
                        .anyMatch(INTERFACES::contains));
    }

    private static boolean hasMethod(ClassModel type, String name) {
        return type.methods().stream()
                .anyMatch(declared -> declared.methodName().equalsString(name));
    }

    /** Whether the rule holds for the class or one of those that it inherits from. */
    private Answer find(String name, Rule rule) {
        return find(name, rule, new HashSet<>());
    }

    private Answer find(String name, Rule rule, Set<String> seen) {
        if (!seen.add(name) || name.startsWith("java.") || INTERFACES.contains(name)) {
            return Answer.NO;
        }
        Optional<byte[]> classFile = code.classFile(name);
        if (classFile.isEmpty()) {
            return Answer.UNKNOWN;
        }
        ClassModel type;
        try {
            type = ClassFile.of().parse(classFile.get());
        } catch (IllegalArgumentException e) {
            return Answer.UNKNOWN;
        }
        if (rule.holds(type)) {
            return Answer.YES;
        }
        Answer answer = Answer.NO;
        for (String parent : Stream.concat(
                        type.superclass().stream().map(entry -> nameOf(entry.asSymbol())),
                        type.interfaces().stream().map(entry -> nameOf(entry.asSymbol())))
                .toList()) {
            Answer ofParent = find(parent, rule, seen);
            if (ofParent == Answer.YES) {
                return Answer.YES;
            }
            answer = ofParent == Answer.UNKNOWN ? Answer.UNKNOWN : answer;
        }
        return answer;
    }

    private static String nameOf(ClassDesc type) {
        return type.packageName().isEmpty() ? type.displayName() : type.packageName() + "." + type.displayName();
    }
}
