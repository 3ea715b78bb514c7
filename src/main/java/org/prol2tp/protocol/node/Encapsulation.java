package org.prol2tp.protocol.node;

/// What carries a tunnel's messages.
///
/// Source: RFC 2661 §8.1, RFC 3931 §4.1.
public enum Encapsulation {
    /// Datagrams of UDP.
    UDP,
    /// Packets of IP protocol 115, L2TPv3 only. There are no ports: they are 0.
    IP
}
