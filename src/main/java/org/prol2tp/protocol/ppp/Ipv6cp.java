package org.prol2tp.protocol.ppp;

import java.util.List;
import java.util.Optional;

/// The IPv6 Control Protocol: RFC 5072 §3, §4.1.
final class Ipv6cp implements NetworkControlProtocol {
    static final int INTERFACE_IDENTIFIER = 1;

    /// The bit that would say "unique in the world"; clear in identifiers made up here. RFC 5072 §4.1.
    private static final long UNIVERSAL_BIT = 0x0200_0000_0000_0000L;

    private final NetworkPhase phase;

    private final Automaton automaton;

    private long localId;

    private boolean wishesId;

    private long peerId;

    /// What we suggest to the peer, the same in each nak; 0: nothing yet.
    private long suggestedId;

    private boolean finished;

    Ipv6cp(NetworkPhase phase) {
        this.phase = phase;
        this.automaton = new Automaton(this);
    }

    @Override
    public Link link() {
        return phase.link();
    }

    /// Open, as another process of ours had it.
    static Ipv6cp resumed(NetworkPhase phase, NetworkLayer.Ipv6 layer) {
        Ipv6cp ipv6cp = new Ipv6cp(phase);
        ipv6cp.restart();
        ipv6cp.localId = layer.local();
        ipv6cp.peerId = layer.peer();
        ipv6cp.automaton.takeOver();
        return ipv6cp;
    }

    /// What is settled; empty if it is not open.
    Optional<NetworkLayer.Ipv6> opened() {
        return automaton.state() == State.OPENED
                ? Optional.of(new NetworkLayer.Ipv6(localId, peerId))
                : Optional.empty();
    }

    @Override
    public int protocol() {
        return PppFrame.IPV6CP;
    }

    @Override
    public String name() {
        return "IPV6CP";
    }

    @Override
    public Automaton automaton() {
        return automaton;
    }

    @Override
    public boolean isFinished() {
        return finished;
    }

    @Override
    public void start(Turn turn) {
        automaton.handle(AutomatonEvent.UP, turn);
        automaton.handle(AutomatonEvent.OPEN, turn);
    }

    // --- options: ours

    @Override
    public void restart() {
        finished = false;
        wishesId = true;
        peerId = 0;
        suggestedId = link().settings().peerInterfaceId();
        if (link().settings().localInterfaceId() != 0) {
            localId = link().settings().localInterfaceId();
        } else if (localId == 0) {
            localId = newIdOtherThan(suggestedId);
        } // else as before: a request that comes late does not say anything else then
    }

    private long newIdOtherThan(long taken) {
        long id = 0;
        while (id == 0 || id == taken) {
            id = link().randomness().next() & ~UNIVERSAL_BIT;
        }
        return id;
    }

    @Override
    public List<Option> wishes() {
        return wishesId ? List.of(Option.ofLong(INTERFACE_IDENTIFIER, localId)) : List.of();
    }

    @Override
    public void naked(Option wanted) {
        if (wanted.type() != INTERFACE_IDENTIFIER || link().settings().localInterfaceId() != 0) {
            return;
        }
        boolean isUsable = wanted.hasLength(8) && wanted.number() != 0 && wanted.number() != peerId;
        localId = isUsable ? wanted.number() : newIdOtherThan(localId);
        wishesId = true;
    }

    @Override
    public void rejected(Option wish) {
        if (wish.type() == INTERFACE_IDENTIFIER) {
            wishesId = false;
        }
    }

    @Override
    public Optional<LinkEnd> hopeless() {
        return Optional.empty();
    }

    // --- options: the peer's

    /// RFC 5072 §4.1: zero and our own identifier are naked with one that would do.
    @Override
    public Judgement judge(Option asked) {
        if (asked.type() != INTERFACE_IDENTIFIER) {
            return Judgement.REJECT;
        }
        long wanted = link().settings().peerInterfaceId();
        boolean isUsable = asked.hasLength(8)
                && asked.number() != 0
                && asked.number() != localId
                && (wanted == 0 || asked.number() == wanted);
        return isUsable ? Judgement.ACK : new Judgement.Nak(suggestion());
    }

    private Option suggestion() {
        if (suggestedId == 0 || suggestedId == localId) {
            suggestedId = newIdOtherThan(localId);
        }
        return Option.ofLong(INTERFACE_IDENTIFIER, suggestedId);
    }

    @Override
    public List<Option> missing(List<Option> asked) {
        return asked.stream().anyMatch(option -> option.type() == INTERFACE_IDENTIFIER)
                ? List.of()
                : List.of(suggestion());
    }

    @Override
    public void adopt(List<Option> asked) {
        peerId = 0;
        for (Option option : asked) {
            if (option.type() == INTERFACE_IDENTIFIER) {
                peerId = option.number();
            }
        }
    }

    // --- the layers above

    @Override
    public void thisLayerUp(Turn turn) {
        phase.layerUp(new NetworkLayer.Ipv6(localId, peerId), turn);
    }

    @Override
    public void thisLayerDown(Turn turn) {
        phase.layerDown(NetworkLayer.Kind.IPV6, turn);
    }

    @Override
    public void thisLayerFinished(Turn turn) {
        finished = true;
        phase.layerFinished(turn);
    }
}
