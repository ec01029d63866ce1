package localrunner.code;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Writes class files that no compiler has made. */
final class ClassFiles {

    static final String REQUEST_HANDLER = "com.amazonaws.services.lambda.runtime.RequestHandler";

    private ClassFiles() {}

    /** A class with a method {@code work}, and nothing else. */
    static byte[] type(String name, String superclass, String... interfaces) {
        return ClassFile.of()
                .build(
                        ClassDesc.of(name),
                        type -> type.withSuperclass(ClassDesc.of(superclass))
                                .withInterfaceSymbols(Arrays.stream(interfaces)
                                        .map(ClassDesc::of)
                                        .toList())
                                .withMethodBody(
                                        "work",
                                        MethodTypeDesc.of(ConstantDescs.CD_void),
                                        ClassFile.ACC_PUBLIC,
                                        code -> code.return_()));
    }

    static byte[] handler(String name) {
        return type(name, "java.lang.Object", REQUEST_HANDLER);
    }

    static Path write(Path folder, String name, byte[] type) throws IOException {
        Path file = folder.resolve(name.replace('.', '/') + ".class");
        Files.createDirectories(file.getParent());
        return Files.write(file, type);
    }
}
