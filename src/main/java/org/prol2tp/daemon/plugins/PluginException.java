package org.prol2tp.daemon.plugins;

/// A plugin that the operator named cannot be had. The message is for the operator.
public final class PluginException extends Exception {
    private static final long serialVersionUID = 1;

    public PluginException(String message) {
        super(message);
    }
}
