package org.prol2tp.protocol.ppp;

import java.util.Optional;

/// No method of ours: requests of somebody outside are carried to the peer, and its answers back.
///
/// Source: RFC 3748 §2.3; RFC 3579 §2.
final class EapPassThrough implements EapMethod {
    /// A method that has not ended by then never does.
    static final int MAX_REQUESTS = 100;

    /// Octets of an answer: with more, a question to RADIUS might not fit into a packet.
    static final int MAX_RESPONSE = 2048;

    /// What has to come back with the answer.
    private byte[] state = {};

    private int rounds;

    @Override
    public Next identityGiven(ControlPacket answer) {
        rounds = 0;
        state = new byte[0];
        return answered(answer);
    }

    @Override
    public Next answered(ControlPacket answer) {
        return answer.data().length > MAX_RESPONSE - ControlPacket.HEADER_OCTETS
                ? new Next.Discard("an EAP response of more than " + MAX_RESPONSE + " octets")
                : new Next.Prove(new PeerProof.Eap(answer.encode(MAX_RESPONSE), state));
    }

    @Override
    public Optional<Next> again() {
        return Optional.empty();
    }

    /// A secret is of no use here.
    @Override
    public Optional<String> secretAnswered(Optional<byte[]> secret) {
        return Optional.of("nobody knows the EAP method");
    }

    @Override
    public Next asksOn(Verdict.AsksOn what) {
        Optional<ControlPacket> packet =
                ControlPacket.decode(what.request()).filter(it -> it.code() == Eap.REQUEST && it.data().length > 0);
        if (packet.isEmpty()) {
            return new Next.Refuse("who judges the peer sent no EAP request");
        }
        if (++rounds > MAX_REQUESTS) {
            return new Next.Refuse("the EAP method does not end");
        }
        state = what.state();
        return new Next.Ask(packet.get().identifier(), packet.get().data());
    }

    @Override
    public boolean canBeReflected() {
        return false;
    }
}
