package org.prol2tp.operator.ctl;

/// Where prol2tp finds the daemon.
public final class ControlSocket {
    /// The path of the Unix socket where neither the config file nor the command line names another.
    public static final String DEFAULT_PATH = "/run/prol2tp/prol2tpd.sock";

    private ControlSocket() {}
}
