package org.prol2tp.protocol.ppp;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Both directions of authentication on a link whose LCP is open: who verifies the peer, who proves
/// ourselves. It stays after phase Authenticate: challenges may come again, and answers may have to be
/// repeated.
final class Authentication {
    private final @Nullable Authenticator authenticator;

    private final @Nullable Prover prover;

    /// What LCP negotiated; either may be empty.
    Authentication(Link link, Optional<AuthenticationProtocol> ofPeer, Optional<AuthenticationProtocol> ofUs) {
        authenticator = ofPeer.map(protocol -> authenticator(protocol, link)).orElse(null);
        prover = ofUs.map(protocol -> prover(protocol, link)).orElse(null);
    }

    /// Whether a proof of this kind is of use where LCP settled on `ofPeer`. A text is not where it settled
    /// on any: the peer waits for that.
    static boolean fits(Handover.Kind kind, Optional<AuthenticationProtocol> ofPeer, LinkSettings settings) {
        return switch (kind) {
            case TEXT -> ofPeer.isEmpty() && settings.authPeer();
            case PAP -> ofPeer.equals(Optional.of(AuthenticationProtocol.PAP));
            case CHAP -> ofPeer.map(AuthenticationProtocol::isChap).orElse(false);
        };
    }

    private static Authenticator authenticator(AuthenticationProtocol protocol, Link link) {
        return switch (protocol) {
            case MS_CHAP_V2 -> new ChapAuthenticator(link, ChapAlgorithm.MICROSOFT_2);
            case MS_CHAP_V1 -> new ChapAuthenticator(link, ChapAlgorithm.MICROSOFT_1);
            case CHAP_MD5 -> new ChapAuthenticator(link, ChapAlgorithm.MD5);
            case EAP ->
                new EapAuthenticator(link, link.settings().eapOutside() ? new EapPassThrough() : new EapMd5(link));
            case PAP -> new PapAuthenticator(link);
        };
    }

    private static Prover prover(AuthenticationProtocol protocol, Link link) {
        return switch (protocol) {
            case MS_CHAP_V2 -> new ChapProver(link, ChapAlgorithm.MICROSOFT_2);
            case MS_CHAP_V1 -> new ChapProver(link, ChapAlgorithm.MICROSOFT_1);
            case CHAP_MD5 -> new ChapProver(link, ChapAlgorithm.MD5);
            case EAP -> new EapProver(link);
            case PAP -> new PapProver(link);
        };
    }

    /// @param proof what the peer said before, where that fits what LCP negotiated
    void start(Optional<Handover.Proof> proof, Turn turn) {
        if (authenticator != null) {
            if (proof.isPresent()) {
                authenticator.judge(proof.get(), turn);
            } else {
                authenticator.start(turn);
            }
        }
        if (prover != null && !prover.isDone()) {
            prover.start(turn);
        }
    }

    /// The peer was told who we are before the link was ours; it may still ask again.
    void weAreProved() {
        if (prover != null) {
            prover.done();
        }
    }

    /// All is proved since another process of ours had the link; it may be asked again.
    static Authentication resumed(Link link, Lcp lcp, Turn turn) {
        Authentication both = new Authentication(link, lcp.demandedOfPeer(), lcp.demandedOfUs());
        if (both.authenticator != null) {
            both.authenticator.resume(turn);
        }
        both.weAreProved();
        return both;
    }

    /// The peer is who it says, and it accepted us, where that was demanded.
    boolean isDone() {
        return isPeerProved() && (prover == null || prover.isDone());
    }

    boolean isPeerProved() {
        return authenticator == null || authenticator.isDone();
    }

    /// Each direction has its protocol, and its codes: a request goes to who verifies, an answer to who
    /// proves. False if this link has nobody for the packet.
    boolean receive(int protocol, ControlPacket packet, Turn turn) {
        if (packet.code() == codeForAuthenticator(protocol)) {
            if (authenticator == null || protocol != protocolOf(authenticator)) {
                return false;
            }
            authenticator.receive(packet, turn);
        } else {
            if (prover == null || protocol != protocolOf(prover)) {
                return false;
            }
            prover.receive(packet, turn);
        }
        return true;
    }

    private static int codeForAuthenticator(int protocol) {
        return switch (protocol) {
            case PppFrame.PAP -> Pap.REQUEST;
            case PppFrame.CHAP -> Chap.RESPONSE;
            default -> Eap.RESPONSE;
        };
    }

    private static int protocolOf(Authenticator authenticator) {
        return switch (authenticator) {
            case PapAuthenticator _ -> PppFrame.PAP;
            case ChapAuthenticator _ -> PppFrame.CHAP;
            case EapAuthenticator _ -> PppFrame.EAP;
        };
    }

    private static int protocolOf(Prover prover) {
        return switch (prover) {
            case PapProver _ -> PppFrame.PAP;
            case ChapProver _ -> PppFrame.CHAP;
            case EapProver _ -> PppFrame.EAP;
        };
    }

    /// A network control protocol came early: the peer's last word on our authentication was lost.
    void nudge(Turn turn) {
        if (prover != null && !prover.isDone()) {
            prover.nudge(turn);
        }
    }

    void timePassed(Turn turn) {
        if (authenticator != null) {
            authenticator.timePassed(turn);
        }
        if (prover != null) {
            prover.timePassed(turn);
        }
    }

    long deadlineNs() {
        long verifierNs = authenticator == null ? Link.NEVER : authenticator.deadlineNs();
        return Math.min(verifierNs, prover == null ? Link.NEVER : prover.deadlineNs());
    }

    void secretAnswered(int ticket, Optional<byte[]> secret, Turn turn) {
        if (authenticator != null) {
            authenticator.secretAnswered(ticket, secret, turn);
        }
        if (prover != null) {
            prover.secretAnswered(ticket, secret, turn);
        }
    }

    void judged(int ticket, Verdict verdict, Turn turn) {
        if (authenticator != null) {
            switch (verdict) {
                case Verdict.Accepted(String message) -> authenticator.judged(ticket, true, message, turn);
                case Verdict.Refused(String message) -> authenticator.judged(ticket, false, message, turn);
                case Verdict.AsksOn more -> authenticator.asksOn(ticket, more, turn);
            }
        }
    }
}
