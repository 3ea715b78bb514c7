package org.prol2tp.protocol.control;

import java.util.Optional;
import org.prol2tp.protocol.control.ConnectionTable.Event;
import org.prol2tp.protocol.control.ConnectionTable.ScccnAcceptable;
import org.prol2tp.protocol.control.ConnectionTable.ScccnNotAcceptable;
import org.prol2tp.protocol.control.ConnectionTable.SccrpAcceptable;
import org.prol2tp.protocol.control.ConnectionTable.SccrpNotAcceptable;
import org.prol2tp.protocol.control.ConnectionTable.SccrqAcceptable;
import org.prol2tp.protocol.control.ConnectionTable.SccrqNotAcceptable;
import org.prol2tp.protocol.control.ConnectionTable.State;
import org.prol2tp.protocol.control.ConnectionTable.WaitCtlConn;
import org.prol2tp.protocol.control.ConnectionTable.WaitCtlReply;
import org.prol2tp.protocol.wire.ControlConnectionAvp.ProtocolVersion;
import org.prol2tp.protocol.wire.GeneralAvp.ControlMessageAuthenticationNonce;
import org.prol2tp.protocol.wire.Message;
import org.prol2tp.protocol.wire.Message.Opening;
import org.prol2tp.protocol.wire.MessageType;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.ResultCode.StopCcnResult;
import org.prol2tp.protocol.wire.Version;

/// Whether what a peer sends to open a connection is acceptable: its version, its challenge, its proof.
///
/// Source: RFC 2661 §4.4.3, §5.1.1.
final class ConnectionJudge {
    private ConnectionJudge() {}

    static Event sccrq(
            Message.Sccrq sccrq,
            Dialect dialect,
            ControlSettings settings,
            ControlCounters counters,
            RandomOctets random) {
        if (!settings.version().speaks(dialect.version())) {
            return new SccrqNotAcceptable(versionNotSpoken(dialect.version()));
        }
        Optional<Ending> unproven = unproven(sccrq, dialect, settings, counters);
        if (unproven.isPresent()) {
            return new SccrqNotAcceptable(unproven.get());
        }
        if (!versionKnown(sccrq)) {
            return new SccrqNotAcceptable(badVersion(sccrq));
        }
        if (cannotChallenge(settings)) {
            return new SccrqNotAcceptable(noSecret(counters));
        }
        if (counters.openChallenges.contains(sccrq.challenge())) {
            return new SccrqNotAcceptable(ownChallenge(counters));
        }
        return new SccrqAcceptable(new WaitCtlConn(challenge(settings, random)));
    }

    static Event sccrp(
            Message.Sccrp sccrp, Dialect dialect, State state, ControlSettings settings, ControlCounters counters) {
        Optional<Ending> unproven = unproven(sccrp, dialect, settings, counters);
        if (unproven.isPresent()) {
            return new SccrpNotAcceptable(unproven.get());
        }
        if (!versionKnown(sccrp)) {
            return new SccrpNotAcceptable(badVersion(sccrp));
        }
        if (cannotChallenge(settings)) {
            return new SccrpNotAcceptable(noSecret(counters));
        }
        if (counters.openChallenges.contains(sccrp.challenge())) {
            return new SccrpNotAcceptable(ownChallenge(counters));
        }
        Optional<ChallengeAuthentication> challenge =
                state instanceof WaitCtlReply waiting ? waiting.challenge() : Optional.empty();
        Optional<Ending> doubt = dialect.version() == Version.V3
                ? Optional.empty()
                : doubt(challenge, sccrp.challengeResponse(), MessageType.SCCRP, counters);
        return doubt.isPresent() ? new SccrpNotAcceptable(doubt.get()) : new SccrpAcceptable();
    }

    static Event scccn(Message.Scccn scccn, Dialect dialect, State state, ControlCounters counters) {
        Optional<ChallengeAuthentication> challenge =
                state instanceof WaitCtlConn waiting ? waiting.challenge() : Optional.empty();
        Optional<Ending> doubt = dialect.version() == Version.V3
                ? Optional.empty()
                : doubt(challenge, scccn.challengeResponse(), MessageType.SCCCN, counters);
        return doubt.isPresent() ? new ScccnNotAcceptable(doubt.get()) : new ScccnAcceptable();
    }

    /// The challenge to send, where the peer is to prove itself.
    static Optional<ChallengeAuthentication> challenge(ControlSettings settings, RandomOctets random) {
        return settings.challengePeer()
                ? settings.secret().map(secret -> ChallengeAuthentication.challenge(secret, random))
                : Optional.empty();
    }

    /// Message authentication is for both ends or for none (RFC 3931 §4.3). Where this end demands proof,
    /// it is this that gives it in L2TPv3.
    private static Optional<Ending> unproven(
            Opening opening, Dialect dialect, ControlSettings settings, ControlCounters counters) {
        if (dialect.version() == Version.V2) {
            return Optional.empty();
        }
        if (settings.challengePeer() && !dialect.authenticates()) {
            return Optional.of(settings.secret().isEmpty() ? noSecret(counters) : noNonce(counters));
        }
        Optional<Octets> nonce = opening.avps()
                .find(ControlMessageAuthenticationNonce.class)
                .map(ControlMessageAuthenticationNonce::value);
        if (nonce.isPresent() == dialect.authenticates() && !counters.openChallenges.contains(nonce)) {
            return Optional.empty();
        }
        counters.authenticationFailures++;
        String why = "no message authentication";
        if (nonce.isPresent()) {
            why = dialect.authenticates() ? "the nonce is one of ours" : "message authentication is not set up here";
        }
        return Optional.of(Ending.local(StopCcnResult.NOT_AUTHORIZED, why));
    }

    private static Ending versionNotSpoken(Version version) {
        int highest = version == Version.V2 ? Version.V3.number() : HIGHEST_VERSION;
        return new Ending(
                StopCcnResult.VERSION_NOT_SUPPORTED.number(), highest, version + " is not spoken here", false);
    }

    private static boolean cannotChallenge(ControlSettings settings) {
        return settings.challengePeer() && settings.secret().isEmpty();
    }

    private static Ending noSecret(ControlCounters counters) {
        counters.authenticationFailures++;
        return Ending.local(StopCcnResult.NOT_AUTHORIZED, "no tunnel secret available");
    }

    private static Ending noNonce(ControlCounters counters) {
        counters.authenticationFailures++;
        return Ending.local(StopCcnResult.NOT_AUTHORIZED, "no nonce is told here, so nobody can be authenticated");
    }

    private static Ending ownChallenge(ControlCounters counters) {
        counters.authenticationFailures++;
        return Ending.local(StopCcnResult.NOT_AUTHORIZED, "the challenge is one of ours");
    }

    private static boolean versionKnown(Opening opening) {
        // Another revision of version 1 only adds to it. L2TPv3 has its version in the header alone.
        return opening.protocolVersion()
                .map(it -> it.version() == ProtocolVersion.V1_0.version())
                .orElse(true);
    }

    private static Ending badVersion(Opening opening) {
        ProtocolVersion version = opening.protocolVersion().orElse(ProtocolVersion.V1_0);
        return new Ending(
                StopCcnResult.VERSION_NOT_SUPPORTED.number(),
                HIGHEST_VERSION,
                "protocol version " + version.version() + "." + version.revision() + " is not supported",
                false);
    }

    /// With result 5 the error tells the highest version that this end knows: 1.0 (RFC 2661 §4.4.2).
    private static final int HIGHEST_VERSION = 0x0100;

    private static Optional<Ending> doubt(
            Optional<ChallengeAuthentication> challenge,
            Optional<Octets> response,
            MessageType carrier,
            ControlCounters counters) {
        if (challenge.isEmpty() || response.isPresent() && challenge.get().provenBy(response.get(), carrier)) {
            return Optional.empty();
        }
        counters.authenticationFailures++;
        return Optional.of(Ending.local(
                StopCcnResult.NOT_AUTHORIZED,
                response.isPresent() ? "wrong challenge response" : "no challenge response"));
    }
}
