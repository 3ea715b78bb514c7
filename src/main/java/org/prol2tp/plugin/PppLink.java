package org.prol2tp.plugin;

/// A provider's end of the PPP of one session.
public interface PppLink {
    /// A frame came, with or without FF 03 before it, with a protocol field of 1 or 2 octets.
    void received(byte[] frame);

    /// The session is over. Nothing comes after that, and nothing that is said of it is heard.
    default void closed() {}
}
