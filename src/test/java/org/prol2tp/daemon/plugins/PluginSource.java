package org.prol2tp.daemon.plugins;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/// Makes the JAR of a plugin out of its source.
final class PluginSource {
    private PluginSource() {}

    /// A plugin `test.Bad` with this body.
    static Path jar(Path directory, String body) throws IOException {
        Path source = Files.createDirectories(directory.resolve("test")).resolve("Bad.java");
        Files.writeString(
                source,
                "package test;\nimport java.util.*;\nimport org.prol2tp.plugin.*;\n"
                        + "public final class Bad implements Plugin {\n"
                        + "    public String name() { return \"bad\"; }\n" + body + "\n}\n");
        return pack(directory, "test.Bad", source);
    }

    /// The JAR of a class that implements `Plugin`.
    static Path pack(Path directory, String className, Path source) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        Path classes = Files.createDirectories(directory.resolve("classes"));
        StringWriter messages = new StringWriter();
        boolean compiled = compiler.getTask(
                        messages,
                        null,
                        null,
                        List.of("-d", classes.toString(), "-cp", "target/classes", "-proc:none"),
                        null,
                        compiler.getStandardFileManager(null, null, null).getJavaFileObjects(source))
                .call();
        if (!compiled) {
            throw new AssertionError(messages.toString());
        }
        Path jar = directory.resolve("plugin.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
                Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                out.write(Files.readAllBytes(file));
            }
            out.putNextEntry(new JarEntry("META-INF/services/org.prol2tp.plugin.Plugin"));
            out.write(className.getBytes(StandardCharsets.UTF_8));
        }
        return jar;
    }
}
