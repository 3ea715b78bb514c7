package org.prol2tp.protocol.ppp;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// The Link Control Protocol: RFC 1661 §5, §6; the ACCM of RFC 1662 §7.1.
final class Lcp implements ControlProtocol {
    static final int MRU = 1;
    static final int ACCM = 2;
    static final int AUTHENTICATION_PROTOCOL = 3;
    static final int MAGIC_NUMBER = 5;
    static final int PROTOCOL_FIELD_COMPRESSION = 7;
    static final int ADDRESS_CONTROL_COMPRESSION = 8;
    static final int MRRU = 17;
    static final int SHORT_SEQUENCE_NUMBERS = 18;
    static final int ENDPOINT_DISCRIMINATOR = 19;

    /// What holds where nothing was negotiated, RFC 1661 §6.1.
    static final int DEFAULT_MRU = 1500;

    /// The ACCM where none was negotiated, RFC 1662 §7.1.
    static final int ALL_MAPPED = -1;

    /// The smallest MRU taken from a peer, octets.
    static final int MIN_MRU = 128;

    /// Requests with our own magic number before the link counts as looped back. By chance two ends that
    /// are not looped choose the same number once in 2^32.
    static final int MAX_OWN_MAGIC_NUMBERS = 5;

    private final Link link;
    private final Automaton automaton;

    /// Bit n: our Configure-Request carries option n.
    private int wishes;
    private int mru;
    private int magicNumber;

    /// What we demand of the peer; null if the wish is not (or no more) among `wishes`.
    private @Nullable AuthenticationProtocol demanded;

    /// The peer refused these, [AuthenticationProtocol#bit].
    private int refusedProtocols;
    private int ownMagicNumbersSeen;

    /// What we ask the peer to map; all of it where we do not ask.
    private int accm = ALL_MAPPED;

    /// What the peer may send at most over a bundle of links, octets.
    private int mrru;

    private PeerOptions peer = PeerOptions.DEFAULT;

    /// There where we ask for echoes.
    private final @Nullable EchoRequests echoes;

    Lcp(Link link) {
        this.link = link;
        this.automaton = new Automaton(this);
        this.echoes = link.settings().lcpEchoInterval().isZero() ? null : new EchoRequests(link);
    }

    @Override
    public Link link() {
        return link;
    }

    @Override
    public int protocol() {
        return PppFrame.LCP;
    }

    @Override
    public String name() {
        return "LCP";
    }

    Automaton automaton() {
        return automaton;
    }

    Framing framing() {
        return new Framing(
                Math.min(link.settings().mtu(), peer.mru()),
                peer.mru(),
                peer.takesCompressedAddressControl(),
                peer.takesCompressedProtocol());
    }

    /// There if both ends do multilink.
    Optional<Multilink> multilink() {
        return wants(MRRU) && peer.mrru() != 0
                ? Optional.of(new Multilink(mrru, peer.mrru(), peer.shortSequence(), peer.discriminator()))
                : Optional.empty();
    }

    /// What the peer has to do.
    Optional<AuthenticationProtocol> demandedOfPeer() {
        return Optional.ofNullable(demanded);
    }

    /// What we have to do.
    Optional<AuthenticationProtocol> demandedOfUs() {
        return Optional.ofNullable(peer.demanded());
    }

    long deadlineNs() {
        return Math.min(automaton.deadlineNs(), echoes == null ? Link.NEVER : echoes.deadlineNs());
    }

    void timePassed(Turn turn) {
        automaton.timePassed(turn);
        if (echoes != null) {
            echoes.timePassed(sentMagicNumber(), turn);
        }
    }

    // --- what somebody else negotiated

    /// Takes over what was settled, as if this end had done so. Gives the objection, if there is one: then
    /// this layer is of no use.
    Optional<String> takeOver(Handover handover) {
        Optional<List<Option>> sent = Option.decode(handover.sent());
        Optional<List<Option>> received = Option.decode(handover.received());
        if (sent.isEmpty() || received.isEmpty()) {
            return Optional.of("the options cannot be read");
        }
        restart();
        wishes = 0;
        demanded = null;
        for (Option option : sent.get()) {
            if (!takeOverOwn(option)) {
                return Optional.of("option " + option.type() + " is not one that this end asks for");
            }
        }
        boolean told = handover.proof()
                .filter(proof -> proof.kind() == Handover.Kind.TEXT)
                .isPresent();
        if (link.settings().authPeer() ? demanded == null && !told : demanded != null) {
            return Optional.of(
                    demanded == null ? "the peer is to authenticate itself" : "the peer need not authenticate itself");
        }
        for (Option option : received.get()) {
            if (!(judge(option) instanceof Judgement.Ack)) {
                return Optional.of("option " + option.type() + " of the peer is not acceptable");
            }
        }
        adopt(received.get());
        automaton.takeOver();
        return Optional.empty();
    }

    /// Goes on where another process of ours was. What it had agreed to is agreed.
    static Lcp resumed(Link link, LinkSnapshot from, Turn turn) {
        Lcp lcp = new Lcp(link);
        lcp.restart();
        lcp.wishes = 0;
        lcp.demanded = null;
        Option.decode(from.sent()).orElse(List.of()).forEach(lcp::takeOverOwn);
        lcp.adopt(Option.decode(from.received()).orElse(List.of()));
        lcp.automaton.takeOver();
        if (lcp.echoes != null) {
            lcp.echoes.start(turn);
        }
        return lcp;
    }

    LinkSnapshot snapshot(String peerName, Optional<NetworkLayer.Ipv4> ipv4, Optional<NetworkLayer.Ipv6> ipv6) {
        return new LinkSnapshot(Option.encode(wishes()), Option.encode(wishesOfPeer()), peerName, ipv4, ipv6);
    }

    /// What the peer's Configure-Request said that was acknowledged; what it left out is the default.
    private List<Option> wishesOfPeer() {
        return new LcpOptions(
                        peer.mru() == DEFAULT_MRU ? 0 : peer.mru(),
                        peer.accm() == ALL_MAPPED ? OptionalInt.empty() : OptionalInt.of(peer.accm()),
                        demandedOfUs(),
                        peer.magicNumber(),
                        peer.takesCompressedProtocol(),
                        peer.takesCompressedAddressControl())
                .list();
    }

    private boolean takeOverOwn(Option option) {
        int number = (int) option.number();
        boolean fits = switch (option.type()) {
            case MRU -> {
                mru = number;
                yield option.hasLength(2) && mru >= MIN_MRU;
            }
            case ACCM -> {
                accm = number;
                yield option.hasLength(4);
            }
            case AUTHENTICATION_PROTOCOL -> {
                demanded = AuthenticationProtocol.of(option)
                        .filter(protocol -> protocol.isAllowedBy(link.settings()))
                        .orElse(null);
                yield demanded != null;
            }
            case MAGIC_NUMBER -> {
                magicNumber = number;
                yield option.hasLength(4);
            }
            case PROTOCOL_FIELD_COMPRESSION, ADDRESS_CONTROL_COMPRESSION -> true;
            default -> false;
        };
        wishes |= fits ? 1 << option.type() : 0;
        return fits;
    }

    /// It is open.
    void begin(Turn turn) {
        if (echoes != null) {
            echoes.start(turn);
        }
        turn.out().charactersMapped(peer.accm(), wants(ACCM) ? accm : ALL_MAPPED);
    }

    // --- options: ours

    @Override
    public void restart() {
        LinkSettings settings = link.settings();
        mru = settings.mru();
        accm = settings.asyncmap();
        magicNumber = newMagicNumber();
        refusedProtocols = 0;
        demanded = settings.authPeer() ? nextToDemand() : null;
        wishes = (1 << ACCM) | (1 << MAGIC_NUMBER);
        wishes |= mru != DEFAULT_MRU ? 1 << MRU : 0;
        wishes |= settings.compressProtocol() ? 1 << PROTOCOL_FIELD_COMPRESSION : 0;
        wishes |= settings.compressAddressControl() ? 1 << ADDRESS_CONTROL_COMPRESSION : 0;
        mrru = settings.mrru();
        wishes |= mrru != 0 ? (1 << MRRU) | (1 << ENDPOINT_DISCRIMINATOR) : 0;
        peer = PeerOptions.DEFAULT;
    }

    private boolean wants(int type) {
        return (wishes & 1 << type) != 0;
    }

    private int newMagicNumber() {
        int number = 0;
        while (number == 0) {
            number = (int) link.randomness().next();
        }
        return number;
    }

    private @Nullable AuthenticationProtocol nextToDemand() {
        return AuthenticationProtocol.firstAllowed(link.settings(), refusedProtocols)
                .orElse(null);
    }

    @Override
    public List<Option> wishes() {
        List<Option> options = new LcpOptions(
                        wants(MRU) ? mru : 0,
                        wants(ACCM) ? OptionalInt.of(accm) : OptionalInt.empty(),
                        demandedOfPeer(),
                        sentMagicNumber(),
                        wants(PROTOCOL_FIELD_COMPRESSION),
                        wants(ADDRESS_CONTROL_COMPRESSION))
                .list();
        if (wants(MRRU)) {
            options.add(Option.ofShort(MRRU, mrru));
        }
        if (wants(ENDPOINT_DISCRIMINATOR)) {
            options.add(link.settings().discriminator().option());
        }
        return options;
    }

    @Override
    public void naked(Option wanted) {
        switch (wanted.type()) {
            case MRU -> {
                int value = (int) wanted.number();
                if (wanted.hasLength(2)
                        && value >= MIN_MRU
                        && value <= Math.max(DEFAULT_MRU, link.settings().mru())) {
                    mru = value;
                    wishes |= 1 << MRU;
                }
            }
            case MRRU -> {
                int value = (int) wanted.number();
                if (wants(MRRU) && wanted.hasLength(2) && value >= MIN_MRU && value < mrru) {
                    mrru = value;
                }
            }
            case MAGIC_NUMBER -> magicNumber = newMagicNumber();
            case AUTHENTICATION_PROTOCOL -> {
                if (demanded != null) {
                    refusedProtocols |= demanded.bit();
                    demanded = AuthenticationProtocol.of(wanted)
                            .filter(protocol -> protocol.isAllowedBy(link.settings()))
                            .filter(protocol -> (refusedProtocols & protocol.bit()) == 0)
                            .orElse(nextToDemand());
                }
            }
            default -> {
                // The others have no value to haggle about: without them the defaults hold.
                if (wanted.type() < Integer.SIZE) {
                    wishes &= ~(1 << wanted.type());
                }
            }
        }
    }

    @Override
    public void rejected(Option wish) {
        if (wish.type() == AUTHENTICATION_PROTOCOL) {
            demanded = null;
        } else if (wish.type() < Integer.SIZE) {
            wishes &= ~(1 << wish.type());
        }
    }

    @Override
    public Optional<LinkEnd> hopeless() {
        if (ownMagicNumbersSeen >= MAX_OWN_MAGIC_NUMBERS) {
            return Optional.of(
                    new LinkEnd(LinkEnd.Cause.LOOPED_BACK, "the link is looped back: our own magic number comes back"));
        }
        if (link.settings().authPeer() && demanded == null) {
            return Optional.of(new LinkEnd(
                    LinkEnd.Cause.PEER_REFUSES_AUTHENTICATION,
                    "the peer refuses to authenticate itself by a protocol that is allowed"));
        }
        return Optional.empty();
    }

    // --- options: the peer's

    @Override
    public Judgement judge(Option asked) {
        return switch (asked.type()) {
            case MRU ->
                asked.hasLength(2) && asked.number() >= MIN_MRU
                        ? Judgement.ACK
                        : new Judgement.Nak(Option.ofShort(MRU, asked.hasLength(2) ? MIN_MRU : DEFAULT_MRU));
            case ACCM -> asked.hasLength(4) ? Judgement.ACK : new Judgement.Nak(Option.ofInt(ACCM, 0));
            case AUTHENTICATION_PROTOCOL -> AuthenticationProtocol.judge(asked, link.settings());
            case MAGIC_NUMBER -> judgeMagicNumber(asked);
            case PROTOCOL_FIELD_COMPRESSION, ADDRESS_CONTROL_COMPRESSION ->
                Judgement.want(Option.empty(asked.type()), asked);
            default -> link.settings().mrru() == 0 ? Judgement.REJECT : Multilink.judge(asked);
        };
    }

    /// RFC 1661 §6.4: our own number may be our own request, so both sides choose anew.
    private Judgement judgeMagicNumber(Option asked) {
        if (asked.hasLength(4) && asked.number() != 0) {
            boolean isOurs = wants(MAGIC_NUMBER) && (int) asked.number() == magicNumber;
            if (!isOurs) {
                ownMagicNumbersSeen = 0;
                return Judgement.ACK;
            }
            ownMagicNumbersSeen++;
        }
        return new Judgement.Nak(Option.ofInt(MAGIC_NUMBER, newMagicNumber()));
    }

    @Override
    public boolean isUrgent(Option asked) {
        return asked.type() == MAGIC_NUMBER;
    }

    @Override
    public List<Option> missing(List<Option> asked) {
        return List.of();
    }

    @Override
    public void adopt(List<Option> asked) {
        peer = PeerOptions.of(asked);
    }

    // --- the layers above

    @Override
    public void thisLayerUp(Turn turn) {
        begin(turn);
        link.lcpUp(Optional.empty(), turn);
    }

    @Override
    public void thisLayerDown(Turn turn) {
        if (echoes != null) {
            echoes.stop();
        }
        link.lcpDown(turn);
    }

    @Override
    public void thisLayerFinished(Turn turn) {
        link.lcpFinished(turn);
    }

    @Override
    public void terminateRequested() {
        if (automaton.state() == State.OPENED) {
            link.explainEnd(new LinkEnd(LinkEnd.Cause.CLOSED_BY_PEER, "the peer closes the link"));
        }
    }

    @Override
    public void giveUp(LinkEnd end, Turn turn) {
        link.fail(end, turn);
    }

    // --- LCP's own codes

    @Override
    public boolean receiveOwnCode(ControlPacket packet, Turn turn) {
        switch (packet.code()) {
            case ControlPacket.PROTOCOL_REJECT -> receiveProtocolReject(packet, turn);
            case ControlPacket.ECHO_REQUEST, ControlPacket.DISCARD_REQUEST -> {
                if (packet.data().length < 4) {
                    link.discard(turn, "no magic number");
                } else {
                    automaton.handle(AutomatonEvent.RECEIVE_ECHO_OR_DISCARD, packet, null, turn);
                }
            }
            case ControlPacket.ECHO_REPLY -> {
                if (echoes != null) {
                    echoes.answered(packet.identifier());
                }
                automaton.handle(AutomatonEvent.RECEIVE_ECHO_OR_DISCARD, packet, null, turn);
            }
            case ControlPacket.IDENTIFICATION, ControlPacket.TIME_REMAINING -> {}
            default -> {
                return false;
            }
        }
        return true;
    }

    /// The automaton's action ser. The octets after the magic number go back as they came. RFC 1661 §5.8.
    void answerEcho(ControlPacket packet, Turn turn) {
        if (packet.code() != ControlPacket.ECHO_REQUEST) {
            return;
        }
        Option magic = Option.ofInt(MAGIC_NUMBER, sentMagicNumber());
        byte[] data = packet.data().clone();
        System.arraycopy(magic.value(), 0, data, 0, 4);
        link.send(PppFrame.LCP, new ControlPacket(ControlPacket.ECHO_REPLY, packet.identifier(), data), turn);
        if (wants(MAGIC_NUMBER) && peer.magicNumber() != magicNumber && startsWith(packet.data(), magic.value())) {
            receiveOwnEcho(turn);
        }
    }

    /// Our own Echo-Request came back: somebody looped the link after it was negotiated.
    private void receiveOwnEcho(Turn turn) {
        ownMagicNumbersSeen++;
        turn.out().notice("LCP: our own echo request came back");
        hopeless().ifPresent(end -> link.fail(end, turn));
    }

    private static boolean startsWith(byte[] data, byte[] head) {
        return Arrays.equals(data, 0, head.length, head, 0, head.length);
    }

    /// Zero where we have none, RFC 1661 §5.8.
    private int sentMagicNumber() {
        return wants(MAGIC_NUMBER) ? magicNumber : 0;
    }

    @Override
    public void codeRejected(int code) {
        if (code == ControlPacket.ECHO_REQUEST && echoes != null) {
            echoes.rejected();
        }
    }

    /// RFC 1661 §5.7: only taken in state Opened.
    private void receiveProtocolReject(ControlPacket packet, Turn turn) {
        byte[] data = packet.data();
        if (automaton.state() != State.OPENED || data.length < 2) {
            link.discard(turn, "Protocol-Reject out of place");
            return;
        }
        int rejected = ((data[0] & 0xFF) << 8) | (data[1] & 0xFF);
        if (rejected == PppFrame.LCP) {
            link.explainEnd(new LinkEnd(LinkEnd.Cause.NOT_NEGOTIABLE, "the peer rejects LCP"));
            automaton.handle(AutomatonEvent.RECEIVE_REJECT_CATASTROPHIC, turn);
        } else {
            automaton.handle(AutomatonEvent.RECEIVE_REJECT_PERMITTED, turn);
            link.protocolRejected(rejected, turn);
        }
    }
}
