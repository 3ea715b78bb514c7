package org.prol2tp.daemon.plugins;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.prol2tp.plugin.Plugin;

/// The JAR of a plugin, with a class loader of its own: it sees the JDK and `org.prol2tp.plugin`, and nothing else of
/// this program. Nothing in it has run yet.
final class PluginJar implements AutoCloseable {
    /// Where plugins are that are named without a path.
    private static final Path DIRECTORY = Path.of("/usr/lib/prol2tp");

    private static final String API = "org.prol2tp.plugin.";

    private final URLClassLoader loader;
    private final ServiceLoader.Provider<Plugin> provider;

    private PluginJar(URLClassLoader loader, ServiceLoader.Provider<Plugin> provider) {
        this.loader = loader;
        this.provider = provider;
    }

    /// Opens the JAR: a path, or the name of one in [#DIRECTORY].
    ///
    /// @throws PluginException if it is no plugin
    static PluginJar open(String nameOrPath) throws PluginException {
        boolean isPath = nameOrPath.indexOf(File.separatorChar) >= 0;
        Path file = isPath ? Path.of(nameOrPath) : DIRECTORY.resolve(nameOrPath + ".jar");
        if (!Files.isReadable(file)) {
            throw new PluginException("plugin " + nameOrPath + ": no such file: " + file);
        }
        try {
            URLClassLoader loader = new URLClassLoader(new URL[] {file.toUri().toURL()}, new ApiOnly());
            List<ServiceLoader.Provider<Plugin>> providers =
                    ServiceLoader.load(Plugin.class, loader).stream().toList();
            if (providers.size() != 1) {
                loader.close();
                throw new PluginException("plugin " + nameOrPath + ": " + file + " has " + providers.size()
                        + " classes in META-INF/services/" + Plugin.class.getName() + ", must be 1");
            }
            return new PluginJar(loader, providers.getFirst());
        } catch (IOException | ServiceConfigurationError | LinkageError e) {
            throw new PluginException("plugin " + nameOrPath + ": " + e.getMessage());
        }
    }

    /// Makes the plugin: runs its code.
    Plugin make() {
        return provider.get();
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }

    private static final class ApiOnly extends ClassLoader {
        ApiOnly() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith(API)) {
                return Class.forName(name, false, Plugin.class.getClassLoader());
            }
            throw new ClassNotFoundException(name);
        }
    }
}
