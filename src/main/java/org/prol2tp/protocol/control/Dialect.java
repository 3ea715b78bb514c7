package org.prol2tp.protocol.control;

import java.util.Optional;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.ControlHeader;
import org.prol2tp.protocol.wire.Datagram;
import org.prol2tp.protocol.wire.DigestType;
import org.prol2tp.protocol.wire.Fault;
import org.prol2tp.protocol.wire.Octets;
import org.prol2tp.protocol.wire.Version;
import org.prol2tp.protocol.wire.WireFormat;

/// What one connection speaks: its version of L2TP, decided by the peer's first message where this end
/// offered both, and the proof in its messages.
///
/// Everything that is received comes through [#admit] before anything in it is used.
///
/// Source: RFC 3931 §4.3, §4.7.3.
final class Dialect {
    private WireFormat format;
    private final Optional<MessageAuthentication> authentication;
    /// Nothing came yet, and what comes first is an SCCRQ, or nothing at all.
    private boolean answers;
    /// The SCCRQ that is sent now is one of L2TPv2 alone; a late answer to the one of both versions may
    /// still come.
    private boolean fellBack;

    private Dialect(WireFormat format, Optional<MessageAuthentication> authentication) {
        this.format = format;
        this.authentication = authentication;
    }

    /// Of an end that opens a connection.
    static Dialect opening(ControlSettings settings, RandomOctets random) {
        return of(settings.version().opening(), settings, random);
    }

    /// Of an end that answers this SCCRQ.
    static Dialect answering(Datagram.Control sccrq, ControlSettings settings, RandomOctets random) {
        Dialect dialect = of(settings.version().taken(sccrq).format(), settings, random);
        dialect.answers = true;
        return dialect;
    }

    /// Of an established connection that another process of ours had.
    static Dialect resumed(ControlSettings settings, Version version, Nonces nonces) {
        return switch (version) {
            case V2 -> new Dialect(WireFormat.V2, Optional.empty());
            case V3 -> new Dialect(WireFormat.V3, MessageAuthentication.resumed(settings, nonces));
        };
    }

    /// What the two ends have told each other so far, for [#resumed].
    Nonces nonces() {
        return authentication.map(MessageAuthentication::nonces).orElse(Nonces.NONE);
    }

    private static Dialect of(WireFormat format, ControlSettings settings, RandomOctets random) {
        return new Dialect(
                format, format.equals(WireFormat.V2) ? Optional.empty() : MessageAuthentication.of(settings, random));
    }

    WireFormat format() {
        return format;
    }

    Version version() {
        return format.version();
    }

    /// Whether an SCCRQ of both versions is on its way, and of its answer nothing was heard.
    boolean offersBoth() {
        return format.equals(WireFormat.V2_OR_V3);
    }

    /// From now on the SCCRQ is one of L2TPv2 alone. What the answer is in still decides.
    void fallBack() {
        format = WireFormat.V2;
        fellBack = true;
    }

    /// Whether what is sent needs room for a digest.
    Optional<DigestType> digest() {
        return format.equals(WireFormat.V2) ? Optional.empty() : authentication.map(MessageAuthentication::type);
    }

    /// What this end tells to have its messages proven.
    Optional<Octets> nonce() {
        return authentication.flatMap(MessageAuthentication::nonce);
    }

    /// Whether AVPs may be hidden: in L2TPv3 only where messages are authenticated (RFC 3931 §5.3).
    boolean mayHide() {
        return version() == Version.V2 || nonce().isPresent();
    }

    /// Whether messages of the peer must prove who sent them.
    boolean authenticates() {
        return version() == Version.V3 && nonce().isPresent();
    }

    /// Numbers a message that goes out now, and seals it.
    void seal(byte[] message, int ns, int nr) {
        if (digest().isPresent()) {
            authentication.orElseThrow().seal(message, ns, nr);
        } else {
            ControlHeader.setNumbers(message, ns, nr);
        }
    }

    /// Seals a StopCCN that answers an SCCRQ of which nothing is kept.
    void sealRefusal(byte[] message) {
        if (digest().isPresent()) {
            authentication.orElseThrow().sealRefusal(message);
        }
    }

    /// What to take a datagram for; a [Fault] if it must be dropped.
    ///
    /// @param octets the datagram itself, whose digest is checked
    Datagram admit(byte[] octets, Datagram datagram) {
        return switch (datagram) {
            case Datagram.Control control -> admit(octets, control);
            case Datagram.Zlb zlb -> {
                // An acknowledgement decides nothing: the SCCRQ's own answer does.
                boolean fits =
                        zlb.format().equals(format) || isOffer() && zlb.format().version() == Version.V2;
                yield fits ? proven(octets, zlb, zlb.format()) : otherVersion(zlb.format());
            }
            case Datagram.Data _, Fault _ -> datagram;
        };
    }

    /// Whether a datagram was dropped for want of proof.
    boolean unproven(Datagram came, Datagram admitted) {
        return admitted instanceof Fault && !(came instanceof Fault) && isOfThisVersion(came);
    }

    private boolean isOfThisVersion(Datagram datagram) {
        return switch (datagram) {
            case Datagram.Control control -> isOffer() || control.format().equals(format);
            case Datagram.Zlb zlb -> isOffer() || zlb.format().equals(format);
            case Datagram.Data _, Fault _ -> false;
        };
    }

    private Datagram admit(byte[] octets, Datagram.Control control) {
        WireFormat came = control.format();
        if (isOffer()) {
            Datagram admitted = proven(octets, control, came);
            if (admitted instanceof Datagram.Control) {
                format = came;
                fellBack = false;
            }
            return admitted;
        }
        if (came.equals(format)) {
            return proven(octets, control, came);
        }
        // An SCCRQ of both versions that is taken for one of L2TPv3.
        boolean offer = version() == Version.V3 && control.header().tunnelId().equals(ControlConnectionId.NONE);
        return offer ? proven(octets, control.as(format), format) : otherVersion(came);
    }

    private boolean isOffer() {
        return offersBoth() || fellBack;
    }

    private Datagram otherVersion(WireFormat came) {
        return Fault.discard(came.version() + " in a tunnel of " + version());
    }

    private Datagram proven(byte[] octets, Datagram datagram, WireFormat as) {
        if (as.version() == Version.V2) {
            return datagram;
        }
        boolean mayRefuse = answers;
        answers = false;
        Optional<String> objection = authentication.isPresent()
                ? authentication.get().objection(octets, datagram, mayRefuse)
                : MessageAuthentication.objectionWithoutDigests(octets, datagram);
        return objection.<Datagram>map(Fault::discard).orElse(datagram);
    }
}
