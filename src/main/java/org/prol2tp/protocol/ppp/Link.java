package org.prol2tp.protocol.ppp;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One end of a PPP link. Fed with frames and instants, it fills a [LinkOutbox]. Knows nothing of what
/// carries the frames. Owned by one thread. Instants are nanoseconds of a clock that never goes back, its
/// zero arbitrary.
///
/// From within a call of the outbox only the answering methods may be called.
public final class Link implements Negotiator {
    /// No deadline.
    public static final long NEVER = Long.MAX_VALUE;

    private final LinkSettings settings;
    private final Randomness randomness;
    private Phase phase = Phase.DEAD;

    // The layers are there only while they have something to do.
    private @Nullable Lcp lcp;
    private @Nullable Authentication authentication;

    /// Null: not in that phase, or another link of the bundle has it.
    private @Nullable NetworkPhase network;

    private boolean inBundle;
    private String peerName = "";
    /// Why the link is ending; null: it is not, or nobody said.
    private @Nullable LinkEnd end;
    private byte lastIdentifier;
    private int lastTicket;
    private int discardedFrames;

    /// A link in phase Dead. `settings` may be shared by many links. `randomness` too: for magic numbers,
    /// challenges, interface identifiers.
    public Link(LinkSettings settings, Randomness randomness) {
        this.settings = settings;
        this.randomness = randomness;
    }

    /// The lower layer is up: begins to negotiate. Does nothing if the link is not in phase Dead.
    @Override
    public void open(long nowNs, LinkOutbox out) {
        if (phase != Phase.DEAD) {
            return;
        }
        Turn turn = new Turn(nowNs, out);
        end = null;
        Lcp fresh = new Lcp(this);
        lcp = fresh;
        enter(Phase.ESTABLISH, turn);
        fresh.automaton().handle(AutomatonEvent.OPEN, turn);
        fresh.automaton().handle(AutomatonEvent.UP, turn);
    }

    /// LCP is open at once. Options that we would not have agreed to are negotiated anew; the peer may do
    /// so at any time.
    @Override
    public void open(Handover handover, long nowNs, LinkOutbox out) {
        if (phase != Phase.DEAD) {
            return;
        }
        Turn turn = new Turn(nowNs, out);
        Lcp fresh = new Lcp(this);
        Optional<String> objection = fresh.takeOver(handover);
        if (objection.isPresent()) {
            out.notice("LCP is negotiated anew: " + objection.get());
            open(nowNs, out);
            return;
        }
        end = null;
        lcp = fresh;
        enter(Phase.ESTABLISH, turn);
        fresh.begin(turn);
        lcpUp(Optional.of(handover), turn);
    }

    /// Goes on where another link was, as if it had been this one. The link is in phase Dead.
    @Override
    public void resume(LinkSnapshot from, long nowNs, LinkOutbox out) {
        Turn turn = new Turn(nowNs, out);
        Lcp fresh = Lcp.resumed(this, from, turn);
        lcp = fresh;
        peerName = from.peerName();
        authentication = Authentication.resumed(this, fresh, turn);
        enter(Phase.NETWORK, turn);
        out.authenticated(peerName);
        NetworkPhase resumed = new NetworkPhase(this, from);
        network = resumed;
        resumed.up(from, turn);
    }

    @Override
    public Optional<LinkSnapshot> snapshot() {
        return lcp == null || network == null || inBundle
                ? Optional.empty()
                : Optional.of(lcp.snapshot(peerName, network.ipv4(), network.ipv6()));
    }

    /// Handles a frame that arrived. It begins with or without FF 03, with a protocol field of 1 or 2
    /// octets. Any octets are welcome: what cannot be read is discarded and counted, as the RFCs want it.
    @Override
    public void receive(byte[] frame, long nowNs, LinkOutbox out) {
        Lcp opened = lcp;
        Turn turn = new Turn(nowNs, out);
        if (opened == null) {
            discard(turn, "the link is dead");
            return;
        }
        PppFrame head = PppFrame.decode(frame);
        if (head.protocol() != PppFrame.LCP && opened.automaton().state() != State.OPENED) {
            discard(turn, "LCP is not open");
            return;
        }
        switch (head.protocol()) {
            case PppFrame.NONE -> discard(turn, "shorter than a protocol field");
            case PppFrame.LCP, PppFrame.PAP, PppFrame.CHAP, PppFrame.EAP, PppFrame.IPCP, PppFrame.IPV6CP ->
                receivePacket(opened, head, turn);
            case PppFrame.IPV4 -> receiveData(opened, head, settings.ipv4(), turn);
            case PppFrame.IPV6 -> receiveData(opened, head, settings.ipv6(), turn);
            case PppFrame.MULTILINK -> receiveFragment(opened, head, turn);
            default -> receiveUnknown(opened, head, turn);
        }
    }

    private void receivePacket(Lcp opened, PppFrame head, Turn turn) {
        Optional<ControlPacket> decoded = ControlPacket.decode(head);
        if (decoded.isEmpty()) {
            discard(turn, "the length is wrong");
            return;
        }
        ControlPacket packet = decoded.get();
        if (turn.out().traces()) {
            turn.out().trace("in  " + PacketText.of(head.protocol(), packet));
        }
        switch (head.protocol()) {
            case PppFrame.LCP -> opened.automaton().receive(packet, turn);
            case PppFrame.PAP, PppFrame.CHAP, PppFrame.EAP -> {
                Authentication both = authentication;
                if (both == null || !both.receive(head.protocol(), packet, turn)) {
                    receiveUnknown(opened, head, turn);
                }
            }
            default -> {
                if (phase == Phase.AUTHENTICATE && authentication != null) {
                    authentication.nudge(turn);
                }
                if (network == null && inBundle) {
                    turn.out().frameOfBundle(head.octets());
                } else if (network == null || !network.receive(head.protocol(), packet, turn)) {
                    receiveUnknown(opened, head, turn);
                }
            }
        }
    }

    /// Mostly they are the data plane's; one that was on its way before that knew of the bundle may hold the peer's
    /// first word on the network layer. What is in pieces is sent again.
    private void receiveFragment(Lcp opened, PppFrame head, Turn turn) {
        Optional<Multilink> agreed = opened.multilink();
        if (agreed.isEmpty()) {
            receiveUnknown(opened, head, turn);
            return;
        }
        Optional<PppFrame> whole = head.wholePacket().map(PppFrame::decode);
        if (whole.isPresent() && whole.get().isNetworkControl()) {
            receivePacket(opened, whole.get(), turn);
        } else {
            discard(turn, "a fragment");
        }
    }

    /// IP packets are the data plane's. If one comes here it is dropped; it is only unknown if we do not
    /// speak it.
    private void receiveData(Lcp opened, PppFrame head, boolean spoken, Turn turn) {
        if (spoken) {
            discard(turn, "network-layer data");
        } else {
            receiveUnknown(opened, head, turn);
        }
    }

    /// RFC 1661 §5.7: a Protocol-Reject; but none before the authentication is over, §3.5.
    private void receiveUnknown(Lcp opened, PppFrame head, Turn turn) {
        discard(turn, "unknown protocol, or out of phase");
        if (phase != Phase.NETWORK || opened.automaton().state() != State.OPENED) {
            return;
        }
        send(PppFrame.LCP, ProtocolRejects.of(head, peerMru(), nextIdentifier()), turn);
    }

    @Override
    public void timePassed(long nowNs, LinkOutbox out) {
        Turn turn = new Turn(nowNs, out);
        // Each may end the others.
        if (lcp != null) {
            lcp.timePassed(turn);
        }
        if (authentication != null) {
            authentication.timePassed(turn);
        }
        if (network != null) {
            network.timePassed(turn);
        }
    }

    /// Cheap; changes with every call of the other methods.
    @Override
    public long deadlineNs() {
        long deadlineNs = lcp == null ? NEVER : lcp.deadlineNs();
        deadlineNs = Math.min(deadlineNs, authentication == null ? NEVER : authentication.deadlineNs());
        return Math.min(deadlineNs, network == null ? NEVER : network.deadlineNs());
    }

    /// Ends the link in good manners: Terminate-Request, then [LinkOutbox#linkDown] when the peer
    /// acknowledged it or was asked often enough. `reason` is one line.
    @Override
    public void close(String reason, long nowNs, LinkOutbox out) {
        fail(new LinkEnd(LinkEnd.Cause.CLOSED_LOCALLY, reason), new Turn(nowNs, out));
    }

    /// The link is Dead at once.
    @Override
    public void lowerLayerDown(long nowNs, LinkOutbox out) {
        Turn turn = new Turn(nowNs, out);
        if (lcp != null) {
            lcp.automaton().handle(AutomatonEvent.DOWN, turn);
            explainEnd(new LinkEnd(LinkEnd.Cause.LOWER_LAYER_DOWN, "the lower layer went down"));
            die(turn);
        }
    }

    /// The answer to [LinkOutbox#secretFor]: `secret` is UTF-8 text as the operator wrote it, 0..n octets, and not
    /// kept; empty: these names share none. An answer to a question that is no longer open is ignored.
    @Override
    public void answerSecret(int ticket, Optional<byte[]> secret, long nowNs, LinkOutbox out) {
        if (authentication != null) {
            authentication.secretAnswered(ticket, secret, new Turn(nowNs, out));
        }
    }

    /// The answer to [LinkOutbox#secretFor] by somebody who judged the peer's [PeerProof].
    @Override
    public void answerJudged(int ticket, Verdict verdict, long nowNs, LinkOutbox out) {
        if (authentication != null) {
            authentication.judged(ticket, verdict, new Turn(nowNs, out));
        }
    }

    /// The answer to [LinkOutbox#addressFor]. `localAddress` is our own address on this link, 0: as the
    /// settings say.
    @Override
    public void answerAddress(int ticket, int localAddress, int peerAddress, long nowNs, LinkOutbox out) {
        if (network != null && network.ipcp() != null) {
            network.ipcp().addressGiven(ticket, localAddress, peerAddress, new Turn(nowNs, out));
        }
    }

    @Override
    public void nameServers(int primary, int secondary) {
        if (network != null && network.ipcp() != null) {
            network.ipcp().nameServers(primary, secondary);
        }
    }

    @Override
    public Phase phase() {
        return phase;
    }

    @Override
    public Optional<LinkEnd> ending() {
        return Optional.ofNullable(end);
    }

    /// The authenticated name of the peer; empty if there is none.
    public String peerName() {
        return peerName;
    }

    /// Frames discarded because they could not be read, or do not belong into the phase.
    public int discardedFrames() {
        return discardedFrames;
    }

    // --- what LCP says

    void lcpUp(Optional<Handover> handover, Turn turn) {
        Lcp opened = lcp;
        if (opened == null) {
            return;
        }
        Optional<Handover.Proof> proof = handover.flatMap(Handover::proof)
                .filter(it -> Authentication.fits(it.kind(), opened.demandedOfPeer(), settings));
        Authentication both = new Authentication(
                this,
                opened.demandedOfPeer().or(() -> proof.map(_ -> AuthenticationProtocol.PAP)),
                opened.demandedOfUs());
        if (handover.map(Handover::proved).orElse(false)) {
            both.weAreProved();
        }
        if (handover.isPresent() || !both.isDone()) {
            authentication = both;
        }
        if (both.isDone()) {
            enterNetwork(turn);
        } else {
            enter(Phase.AUTHENTICATE, turn);
            both.start(proof, turn);
        }
    }

    /// LCP left state Opened: the layers above lose their ground. RFC 1661 §3.4.
    void lcpDown(Turn turn) {
        dropLayers(turn);
        State state = lcp == null ? State.INITIAL : lcp.automaton().state();
        if (state.isEnding()) {
            enter(Phase.TERMINATE, turn);
        } else if (state.isNegotiating()) {
            enter(Phase.ESTABLISH, turn);
        }
    }

    private void dropLayers(Turn turn) {
        authentication = null;
        if (inBundle) {
            inBundle = false;
            turn.out().leavesBundle();
        }
        if (network != null) {
            network.down(turn);
            network = null;
        }
        peerName = "";
    }

    /// The network layers of `from`, which leaves the bundle, are this link's from now on, as they are.
    ///
    /// @return whether they are still of use: false if their negotiation has failed
    public boolean inherit(Link from) {
        network = from.network;
        from.network = null;
        return network != null && network.moveTo(this);
    }

    void lcpFinished(Turn turn) {
        explainEnd(new LinkEnd(LinkEnd.Cause.NO_ANSWER, "the peer does not answer LCP"));
        die(turn);
    }

    /// Says why the link is ending, unless it was said before.
    void explainEnd(LinkEnd why) {
        if (end == null) {
            end = why;
        }
    }

    private void die(Turn turn) {
        LinkEnd why = end;
        dropLayers(turn);
        lcp = null;
        end = null;
        enter(Phase.DEAD, turn);
        if (why != null) {
            turn.out().linkDown(why);
        }
    }

    /// Ends the link from our side.
    void fail(LinkEnd why, Turn turn) {
        if (lcp == null) {
            return;
        }
        explainEnd(why);
        enter(Phase.TERMINATE, turn);
        lcp.automaton().handle(AutomatonEvent.CLOSE, turn);
    }

    private void enter(Phase next, Turn turn) {
        if (phase != next) {
            phase = next;
            turn.out().phaseChanged(next);
        }
    }

    /// The peer sent a Protocol-Reject, RFC 1661 §5.7.
    void protocolRejected(int protocol, Turn turn) {
        turn.out().notice("the peer rejects protocol 0x" + Integer.toHexString(protocol));
        switch (protocol) {
            case PppFrame.PAP, PppFrame.CHAP, PppFrame.EAP -> {
                if (authentication != null && !authentication.isPeerProved()) {
                    fail(
                            new LinkEnd(
                                    LinkEnd.Cause.PEER_REFUSES_AUTHENTICATION,
                                    "the peer rejects the authentication protocol it agreed to"),
                            turn);
                }
            }
            default -> {
                if (network != null) {
                    network.rejected(protocol, turn);
                }
            }
        }
    }

    // --- what authentication says

    void peerProved(String name, Turn turn) {
        peerName = name;
        leaveAuthenticate(turn);
    }

    void accepted(Turn turn) {
        leaveAuthenticate(turn);
    }

    private void leaveAuthenticate(Turn turn) {
        if (phase == Phase.AUTHENTICATE && authentication != null && authentication.isDone()) {
            enterNetwork(turn);
        }
    }

    void peerNotProved(String name, String why, Turn turn) {
        String who = name.isEmpty() ? "the peer" : "peer " + Printable.of(name);
        fail(new LinkEnd(LinkEnd.Cause.PEER_NOT_AUTHENTICATED, who + ": " + why), turn);
    }

    void notAccepted(String why, Turn turn) {
        fail(new LinkEnd(LinkEnd.Cause.NOT_AUTHENTICATED_BY_PEER, why), turn);
    }

    private void enterNetwork(Turn turn) {
        enter(Phase.NETWORK, turn);
        turn.out().authenticated(peerName);
        Optional<Multilink> agreed = lcp == null ? Optional.empty() : lcp.multilink();
        BundleRole role = BundleRole.FIRST;
        if (agreed.isPresent()) {
            role = turn.out().bundle(agreed.get());
            inBundle = !(role instanceof BundleRole.Refused);
        }
        switch (role) {
            case BundleRole.First() -> {
                NetworkPhase begun = new NetworkPhase(this);
                network = begun;
                begun.start(turn);
            }
            case BundleRole.Member() -> {}
            case BundleRole.Refused(LinkEnd why) -> fail(why, turn);
        }
    }

    // --- what the layers need

    LinkSettings settings() {
        return settings;
    }

    Randomness randomness() {
        return randomness;
    }

    /// What LCP settled; there from the end of the authentication on.
    public Framing framing() {
        return Objects.requireNonNull(lcp).framing();
    }

    /// What the peer takes at most, octets of the information field.
    int peerMru() {
        return lcp == null ? Lcp.DEFAULT_MRU : lcp.framing().peerMru();
    }

    /// For packets that the automaton does not count: echoes, rejects, authentication.
    int nextIdentifier() {
        return ++lastIdentifier & 0xFF;
    }

    /// Names a question; never 0.
    int nextTicket() {
        lastTicket = lastTicket == Integer.MAX_VALUE ? 1 : lastTicket + 1;
        return lastTicket;
    }

    void send(int protocol, ControlPacket packet, Turn turn) {
        if (turn.out().traces()) {
            turn.out().trace("out " + PacketText.of(protocol, packet));
        }
        boolean isCompressed =
                protocol != PppFrame.LCP && lcp != null && lcp.framing().compressAddressControl();
        turn.out().send(PppFrame.encode(protocol, packet, settings.addressControl() && !isCompressed));
    }

    void discard(Turn turn, String why) {
        discardedFrames++;
        if (turn.out().traces()) {
            turn.out().trace("discarded: " + why);
        }
    }
}
