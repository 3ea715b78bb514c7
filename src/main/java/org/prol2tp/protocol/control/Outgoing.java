package org.prol2tp.protocol.control;

/// A message of this end on its way, as its [ReliableChannel] has it.
final class Outgoing {
    byte[] datagram;
    final boolean reply;
    int ns;
    int nr;
    boolean sent;
    boolean sentAgain;

    Outgoing(byte[] datagram, boolean reply) {
        this.datagram = datagram;
        this.reply = reply;
    }
}
