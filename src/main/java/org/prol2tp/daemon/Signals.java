package org.prol2tp.daemon;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.OwnProcess;

/// The signals an operator sends. Handlers run on threads of the JVM's. A shutdown hook would not do: it cannot tell
/// TERM from HUP, nor a second TERM from the first.
final class Signals {
    private Signals() {}

    /// Calls `action` whenever the signal `name` (`TERM`, `HUP`, …) comes, also where whoever started us had it
    /// ignored.
    ///
    /// @throws IllegalStateException if this JVM has no such thing
    static void on(String name, Runnable action) {
        // sun.misc.Signal is supported (JEP 260) but the compiler warns of it in a way that nothing can switch off.
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Object named = signal.getConstructor(String.class).newInstance(name);
            OwnProcess.heed((int) signal.getMethod("getNumber").invoke(named));
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler run = (_, method, _) -> {
                if (method.getName().equals("handle")) {
                    action.run();
                }
                return null;
            };
            signal.getMethod("handle", signal, handler)
                    .invoke(
                            null,
                            named,
                            Proxy.newProxyInstance(Signals.class.getClassLoader(), new Class<?>[] {handler}, run));
        } catch (ReflectiveOperationException | LinuxException e) {
            throw new IllegalStateException("signal " + name, e);
        }
    }
}
