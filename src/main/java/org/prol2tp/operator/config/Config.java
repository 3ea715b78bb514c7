package org.prol2tp.operator.config;

import org.prol2tp.protocol.node.Settings;

/// What the operator wrote in prol2tpd.conf.
public record Config(String fileName) {
    /// Reads the text of a config file; `fileName` is only for the errors. `systemHostName` is the Host Name AVP where
    /// the file sets none. Total: any text gives a value.
    public static Parsed parse(String text, String fileName, String systemHostName) {
        return new Parsed.Good(new Config(fileName), Settings.defaults(), new DaemonSettings.Builder().build());
    }
}
