package org.prol2tp.protocol.node;

import java.util.Optional;

/// What the node asks outside of itself: whether something may be, and with what. Only what
/// [SystemParameters#aaa] names is asked; who does not answer in time has refused.
public sealed interface AaaQuestion {
    /// Who asks, and how they came here.
    ///
    /// @param peerHostName of the peer's Host Name AVP
    record Caller(
            Event.SessionRef session,
            Endpoint peer,
            String peerHostName,
            Optional<String> calledNumber,
            Optional<String> callingNumber,
            Optional<String> pppProfileName) {}

    Caller caller();

    /// A peer asks for a session (ICRQ): its PPP waits for the answer.
    record Call(Caller caller) implements AaaQuestion {}

    /// A PPP user says who it is and proves it. Asked again whenever it has to prove it again.
    ///
    /// @param localName our name as authenticator
    /// @param radius which RADIUS servers the profile wants asked, if nobody else has an opinion
    record User(Caller caller, String userName, String localName, Proof proof, Servers radius) implements AaaQuestion {}

    /// RADIUS servers.
    sealed interface Servers {
        /// There is nobody to ask.
        record None() implements Servers {}

        /// Those of the system block.
        record OfSystem() implements Servers {}

        /// Those that the file of `radius_hint` names.
        record OfHint(String path) implements Servers {}
    }

    /// What the user showed.
    sealed interface Proof {}

    /// PAP, RFC 1334 §2.2.1.
    record Password(Secret password) implements Proof {}

    /// CHAP with MD5, RFC 1994 §4.1.
    ///
    /// @param identifier 8 bits
    /// @param challenge ours
    /// @param response 16 octets
    record Chap(int identifier, byte[] challenge, byte[] response) implements Proof {}

    /// RFC 2433 §5.
    ///
    /// @param identifier 8 bits
    /// @param challenge 8 octets
    /// @param response 49 octets: LAN Manager response (24), NT response (24), flag (1)
    record MsChapV1(int identifier, byte[] challenge, byte[] response) implements Proof {}

    /// RFC 2759 §4.
    ///
    /// @param identifier 8 bits
    /// @param challenge ours, 16 octets
    /// @param response 49 octets: the peer's challenge (16), reserved (8), NT response (24), flags (1)
    record MsChapV2(int identifier, byte[] challenge, byte[] response) implements Proof {}

    /// RFC 3748 §4: one answer of the user's to whoever knows the method.
    ///
    /// @param packet a whole one, code Response, at most 2,048 octets
    /// @param state of the [AaaAnswer.AsksOn] that it answers; empty: it is the first, and says who the user is
    record Eap(byte[] packet, byte[] state) implements Proof {}
}
