package org.prol2tp.plugin;

/// A plugin. Its JAR names the class in `META-INF/services/org.prol2tp.plugin.Plugin`; the class has a public
/// constructor without parameters.
///
/// Everything of a plugin is called on one thread of its own, one call after the other. A call that throws, or that
/// takes longer than five seconds, ends the plugin: it is switched off, and the daemon goes on without it.
public interface Plugin {
    /// What it is called in the log and in `prol2tp show system`; one short word.
    String name();

    /// Says through `host` what the plugin wants to hear and do. Called once, before any tunnel is opened.
    ///
    /// @throws Exception if it cannot work: it is switched off then
    void start(Host host) throws Exception;

    /// The daemon ends. Called once, after the last event.
    ///
    /// @throws Exception is logged
    default void stop() throws Exception {}
}
