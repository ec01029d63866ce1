package localrunner.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import localrunner.application.FunctionBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HandlerCheckTest {

    private static final String OBJECT = "java.lang.Object";

    @TempDir
    Path code;

    @ParameterizedTest
    @ValueSource(
            strings = {"a.Own", "a.Own::work", "a.Inherited", "a.Inherited::work", "a.OfALibrary", "a.OfALibrary::any"})
    void problem_shouldBeNone_whenTheHandlerIsThere(String handler) throws IOException {
        write("a.Own", ClassFiles.handler("a.Own"));
        write("a.Inherited", ClassFiles.type("a.Inherited", "a.Own"));
        write("a.OfALibrary", ClassFiles.type("a.OfALibrary", "b.NotHere"));

        assertThat(problem(handler)).isEmpty();
    }

    @Test
    void problem_shouldBeNone_whenTheClassIsInAJar() throws IOException {
        Path lib = Files.createDirectory(code.resolve("lib"));
        Files.writeString(lib.resolve("broken.jar"), "no jar");
        try (ZipOutputStream jar = new ZipOutputStream(Files.newOutputStream(lib.resolve("it.jar")))) {
            jar.putNextEntry(new ZipEntry("a/Own.class"));
            jar.write(ClassFiles.handler("a.Own"));
        }

        assertThat(problem("a.Own")).isEmpty();
        assertThat(problem("a.Other")).get().asString().contains("there is no class a.Other");
    }

    @Test
    void problem_shouldNameTheClassMeant_whenItIsInAnotherPackageOrMisspelt() throws IOException {
        write("helloworld.App", ClassFiles.handler("helloworld.App"));

        assertThat(problem("hello.App::handleRequest"))
                .contains("template.yaml:6: Handler: there is no class hello.App in " + code
                        + "; did you mean helloworld.App?");
        assertThat(problem("helloworld.Apq")).get().asString().endsWith("; did you mean helloworld.App?");
    }

    @Test
    void problem_shouldNameTheHandlers_whenNothingIsNear() throws IOException {
        write("shop.Orders", ClassFiles.handler("shop.Orders"));
        write("shop.Price", ClassFiles.type("shop.Price", OBJECT));

        assertThat(problem("example.Main")).get().asString().endsWith("; its handlers are shop.Orders");
    }

    @Test
    void problem_shouldNameTheMethod_whenTheClassHasNoSuchOne() throws IOException {
        write("a.Own", ClassFiles.type("a.Own", OBJECT));

        assertThat(problem("a.Own::run"))
                .contains("template.yaml:6: Handler: the class a.Own in " + code + " has no method run");
    }

    @Test
    void problem_shouldAskForTheMethod_whenTheClassImplementsNoHandler() throws IOException {
        write("a.Own", ClassFiles.type("a.Own", OBJECT));

        assertThat(problem("a.Own"))
                .contains("template.yaml:6: Handler: the class a.Own in " + code
                        + " implements neither RequestHandler nor RequestStreamHandler;"
                        + " name its method too, as in a.Own::handleRequest");
    }

    @Test
    void problem_shouldSayWhatACodeUriIs_whenThereAreNoClasses() throws IOException {
        assertThat(problem("a.Own"))
                .contains(
                        "template.yaml:7: CodeUri: there are no classes in " + code + ". Name a folder with a pom.xml,"
                                + " build.gradle or build.gradle.kts, one with classes at its root and jars under lib/, or a zip or jar.");

        Files.createDirectory(code.resolve("src"));
        assertThat(problem("a.Own")).get().asString().contains("It has sources, and neither a pom.xml");

        Path project = Files.createDirectory(code.resolve("orders"));
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        assertThat(problem("a.Own")).get().asString().endsWith("Name one of the folders that are built: orders");
    }

    @Test
    void problem_shouldTellTheVersions_whenTheJdkIsTooOldForTheClass() throws IOException {
        byte[] type = ClassFiles.handler("a.Own");
        int newer = Runtime.version().feature() + 1;
        type[7] = (byte) (44 + newer);
        write("a.Own", type);

        assertThat(problem("a.Own"))
                .contains("template.yaml:6: Handler: the class a.Own in " + code + " is compiled for Java " + newer
                        + ", and the JDK at hand is " + (newer - 1));
    }

    @Test
    void warning_shouldTellTheRuntime_whenAwsCouldNotLoadTheClass() throws IOException {
        byte[] type = ClassFiles.handler("a.Own");
        type[7] = 44 + 17;
        write("a.Own", type);

        assertThat(warning("java11.al2023"))
                .contains("the class a.Own is compiled for Java 17; AWS can't load it in the runtime java11.al2023");
        assertThat(warning("java17")).isEmpty();
        assertThat(warning("java25")).isEmpty();
    }

    private Optional<String> warning(String runtime) {
        return new HandlerCheck(
                        FunctionBuilder.function("Worker")
                                .withHandler("a.Own")
                                .withRuntime(runtime)
                                .build(),
                        new CodeFolder(code))
                .warning();
    }

    private Optional<String> problem(String handler) {
        return new HandlerCheck(
                        FunctionBuilder.function("Worker").withHandler(handler).build(), new CodeFolder(code))
                .problem();
    }

    private void write(String name, byte[] type) throws IOException {
        ClassFiles.write(code, name, type);
    }
}
