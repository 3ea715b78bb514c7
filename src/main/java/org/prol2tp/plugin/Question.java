package org.prol2tp.plugin;

import java.net.InetAddress;
import java.util.Optional;

/// What an [Authoriser] is asked.
public sealed interface Question {
    /// Where the question comes from.
    ///
    /// @param peerHostName the peer's Host Name AVP
    record Caller(
            long tunnelHandle,
            long tunnelId,
            Optional<String> tunnelName,
            long sessionHandle,
            long sessionId,
            InetAddress peerAddress,
            int peerPort,
            String peerHostName,
            Optional<String> calledNumber,
            Optional<String> callingNumber,
            Optional<String> pppProfileName) {}

    Caller caller();

    /// May the peer have this session?
    record Call(Caller caller) implements Question {}

    /// May this PPP user have this session, and is it who it says?
    ///
    /// @param localName our name as authenticator
    record User(Caller caller, String userName, String localName, Proof proof) implements Question {}

    /// What the user showed to prove who it is. None of them prints its content.
    sealed interface Proof {}

    /// RFC 1334 §2.2.1.
    final class Password implements Proof {
        private final byte[] password;

        public Password(byte[] password) {
            this.password = password.clone();
        }

        /// A copy.
        public byte[] octets() {
            return password.clone();
        }
    }

    /// CHAP with MD5 (RFC 1994 §4.1; EAP with MD5-Challenge too, which is the same), MS-CHAP (RFC 2433 §5), or
    /// MS-CHAPv2 (RFC 2759 §4).
    final class Response implements Proof {
        /// Which of them.
        public enum Kind {
            CHAP,
            MS_CHAP,
            MS_CHAP_V2
        }

        private final Kind kind;
        private final int identifier;
        private final byte[] challenge;
        private final byte[] response;

        /// @param identifier 8 bits
        /// @param challenge ours, 16 octets; of MS-CHAP 8
        /// @param response 16 octets of CHAP; 49 of MS-CHAP: LAN Manager response (24), NT response (24),
        ///     flag (1); 49 of MS-CHAPv2: the peer's challenge (16), reserved (8), NT response (24), flags (1)
        public Response(Kind kind, int identifier, byte[] challenge, byte[] response) {
            this.kind = kind;
            this.identifier = identifier;
            this.challenge = challenge.clone();
            this.response = response.clone();
        }

        public Kind kind() {
            return kind;
        }

        public int identifier() {
            return identifier;
        }

        public byte[] challenge() {
            return challenge.clone();
        }

        public byte[] response() {
            return response.clone();
        }
    }

    /// EAP where RADIUS is asked (RFC 3748, RFC 3579): one answer of the user's to a method that only the server knows.
    /// A
    /// plugin may refuse the user, or have no opinion.
    final class Eap implements Proof {
        private final byte[] packet;

        /// @param packet a whole one of EAP, code Response
        public Eap(byte[] packet) {
            this.packet = packet.clone();
        }

        public byte[] packet() {
            return packet.clone();
        }
    }
}
