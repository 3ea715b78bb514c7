package org.prol2tp.protocol.ppp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The IP Control Protocol: RFC 1332 §3; name servers: RFC 1877 §1.
final class Ipcp implements NetworkControlProtocol {
    static final int IP_ADDRESSES = 1;
    static final int IP_COMPRESSION_PROTOCOL = 2;
    static final int IP_ADDRESS = 3;
    static final int PRIMARY_DNS = 129;
    static final int PRIMARY_WINS = 130;
    static final int SECONDARY_DNS = 131;
    static final int SECONDARY_WINS = 132;

    private static final int SERVERS = 4;

    private final NetworkPhase phase;

    private final Automaton automaton;

    /// Ours; 0: the peer is asked.
    private int localAddress;

    /// The peer is to have this one; 0: it says itself.
    private int addressForPeer;

    /// What our Configure-Request says; differs from `localAddress` where the peer gives us one.
    private int wishedAddress;

    private boolean wishesAddress;

    /// The peer wants us to have another address than our settings say.
    private boolean contradicted;

    /// Bit n: our Configure-Request carries option 129 + n.
    private int wishedServers;

    /// Answers of the peer, by option - 129; null if none were asked for.
    private int @Nullable [] servers;

    private int peerAddress;

    /// Open question of [LinkOutbox#addressFor]; 0: none.
    private int ticket;

    /// What came while the question was open: the last packet of the peer, which would wait for its timer
    /// else.
    private @Nullable ControlPacket early;

    /// Name servers for the peer, first and second, in place of the settings'; null: there are none.
    private int @Nullable [] named;

    private boolean finished;

    Ipcp(NetworkPhase phase) {
        this.phase = phase;
        this.automaton = new Automaton(this);
        this.localAddress = link().settings().localAddress();
        this.addressForPeer = link().settings().peerAddress();
    }

    @Override
    public Link link() {
        return phase.link();
    }

    /// Open, as another process of ours had it.
    static Ipcp resumed(NetworkPhase phase, NetworkLayer.Ipv4 layer) {
        Ipcp ipcp = new Ipcp(phase);
        ipcp.localAddress = ipcp.localAddress == 0 ? 0 : layer.local();
        ipcp.addressForPeer = layer.peer();
        ipcp.restart();
        ipcp.wishedAddress = layer.local();
        ipcp.peerAddress = layer.peer();
        int[] known = {layer.primaryDns(), layer.primaryWins(), layer.secondaryDns(), layer.secondaryWins()};
        if (ipcp.servers != null) {
            System.arraycopy(known, 0, ipcp.servers, 0, SERVERS);
        }
        ipcp.automaton.takeOver();
        return ipcp;
    }

    @Override
    public int protocol() {
        return PppFrame.IPCP;
    }

    @Override
    public String name() {
        return "IPCP";
    }

    @Override
    public Automaton automaton() {
        return automaton;
    }

    @Override
    public boolean isFinished() {
        return finished;
    }

    /// The lower layer is up: asks for the peer's address where it has to, else begins.
    @Override
    public void start(Turn turn) {
        if (addressForPeer == 0 && link().settings().assignPeerAddress()) {
            ticket = link().nextTicket();
            turn.out().addressFor(new AddressQuestion(ticket, link().peerName()));
        } else {
            begin(turn);
        }
    }

    private void begin(Turn turn) {
        automaton.handle(AutomatonEvent.UP, turn);
        automaton.handle(AutomatonEvent.OPEN, turn);
        ControlPacket waiting = early;
        early = null;
        if (waiting != null) {
            automaton.receive(waiting, turn);
        }
    }

    /// The answer to the address question; `peer` 0: none to give.
    void addressGiven(int answered, int local, int peer, Turn turn) {
        if (ticket == 0 || answered != ticket) {
            return;
        }
        ticket = 0;
        if (peer == 0) {
            automaton.handle(AutomatonEvent.UP, turn);
            finished = true;
            turn.out().notice("IPCP: no address for the peer");
            phase.layerFinished(turn);
            return;
        }
        addressForPeer = peer;
        localAddress = local == 0 ? localAddress : local;
        begin(turn);
    }

    /// Name servers for the peer; 0: none.
    void nameServers(int primary, int secondary) {
        named = new int[] {primary, secondary};
    }

    private int nameServer(int number, int ofSettings) {
        int[] ours = named;
        return ours == null ? ofSettings : ours[number];
    }

    @Override
    public void receive(ControlPacket packet, Turn turn) {
        if (ticket != 0) {
            early = packet;
        } else {
            automaton.receive(packet, turn);
        }
    }

    // --- options: ours

    @Override
    public void restart() {
        LinkSettings settings = link().settings();
        finished = false;
        wishedAddress = localAddress;
        wishesAddress = true;
        contradicted = false;
        peerAddress = 0;
        wishedServers = (settings.requestDns() ? bit(PRIMARY_DNS) | bit(SECONDARY_DNS) : 0)
                | (settings.requestWins() ? bit(PRIMARY_WINS) | bit(SECONDARY_WINS) : 0);
        servers = wishedServers == 0 ? null : new int[SERVERS];
    }

    private static int bit(int serverOption) {
        return 1 << (serverOption - PRIMARY_DNS);
    }

    private static boolean isServerOption(int type) {
        return type >= PRIMARY_DNS && type <= SECONDARY_WINS;
    }

    private int server(int type) {
        int[] known = servers;
        return known == null || (wishedServers & bit(type)) == 0 ? 0 : known[type - PRIMARY_DNS];
    }

    @Override
    public List<Option> wishes() {
        List<Option> options = new ArrayList<>(1 + SERVERS);
        if (wishesAddress) {
            options.add(Option.ofInt(IP_ADDRESS, wishedAddress));
        }
        for (int type = PRIMARY_DNS; type <= SECONDARY_WINS; type++) {
            if ((wishedServers & bit(type)) != 0) {
                options.add(Option.ofInt(type, server(type)));
            }
        }
        return options;
    }

    @Override
    public void naked(Option wanted) {
        if (!wanted.hasLength(4)) {
            return;
        }
        int[] known = servers;
        if (wanted.type() == IP_ADDRESS) {
            if (localAddress == 0) {
                if (isHost(wanted.number())) {
                    wishedAddress = (int) wanted.number();
                    wishesAddress = true;
                }
            } else {
                contradicted = true;
            }
        } else if (isServerOption(wanted.type()) && known != null && (wishedServers & bit(wanted.type())) != 0) {
            known[wanted.type() - PRIMARY_DNS] = (int) wanted.number();
        }
    }

    @Override
    public void rejected(Option wish) {
        if (wish.type() == IP_ADDRESS) {
            wishesAddress = false;
        } else if (isServerOption(wish.type())) {
            wishedServers &= ~bit(wish.type());
        }
    }

    @Override
    public Optional<LinkEnd> hopeless() {
        if (wishesAddress || (localAddress != 0 && !contradicted)) {
            return Optional.empty();
        }
        String why = contradicted ? "the peer does not take our address" : "the peer gives us no address";
        return Optional.of(new LinkEnd(LinkEnd.Cause.NOT_NEGOTIABLE, "IPCP: " + why));
    }

    // --- options: the peer's

    @Override
    public Judgement judge(Option asked) {
        return switch (asked.type()) {
            case IP_ADDRESS -> judgeAddress(asked);
            case PRIMARY_DNS ->
                judgeServer(asked, nameServer(0, link().settings().primaryDns()));
            case SECONDARY_DNS ->
                judgeServer(asked, nameServer(1, link().settings().secondaryDns()));
            case PRIMARY_WINS -> judgeServer(asked, link().settings().primaryWins());
            case SECONDARY_WINS -> judgeServer(asked, link().settings().secondaryWins());
            // The deprecated IP-Addresses and header compression are among them.
            default -> Judgement.REJECT;
        };
    }

    private Judgement judgeAddress(Option asked) {
        if (addressForPeer != 0) {
            return Judgement.want(Option.ofInt(IP_ADDRESS, addressForPeer), asked);
        }
        // It asks us for one and we have none, or says what no host has: it must do without the option.
        return asked.hasLength(4) && isHost(asked.number()) ? Judgement.ACK : Judgement.REJECT;
    }

    /// Whether a peer may name this address as its own or ours: not one of "this network", loopback,
    /// multicast or broadcast, to which we would make routes and interfaces. RFC 1122 §3.2.1.3.
    private static boolean isHost(long address) {
        int first = (int) (address >> 24) & 0xFF;
        return first != 0 && first != 127 && first < 224;
    }

    private static Judgement judgeServer(Option asked, int server) {
        return server == 0 ? Judgement.REJECT : Judgement.want(Option.ofInt(asked.type(), server), asked);
    }

    @Override
    public List<Option> missing(List<Option> asked) {
        boolean isNamed = asked.stream().anyMatch(option -> option.type() == IP_ADDRESS);
        return isNamed || addressForPeer == 0 ? List.of() : List.of(Option.ofInt(IP_ADDRESS, addressForPeer));
    }

    @Override
    public void adopt(List<Option> asked) {
        peerAddress = addressForPeer;
        for (Option option : asked) {
            if (option.type() == IP_ADDRESS) {
                peerAddress = (int) option.number();
            }
        }
    }

    // --- the layers above

    @Override
    public void thisLayerUp(Turn turn) {
        int local = localAddress == 0 ? wishedAddress : localAddress;
        if (local == 0) {
            giveUp(new LinkEnd(LinkEnd.Cause.NOT_NEGOTIABLE, "IPCP: the peer gives us no address"), turn);
            return;
        }
        phase.layerUp(layer(local), turn);
    }

    /// What is settled; empty if it is not open.
    Optional<NetworkLayer.Ipv4> opened() {
        return automaton.state() == State.OPENED
                ? Optional.of(layer(localAddress == 0 ? wishedAddress : localAddress))
                : Optional.empty();
    }

    private NetworkLayer.Ipv4 layer(int local) {
        return new NetworkLayer.Ipv4(
                local,
                peerAddress,
                server(PRIMARY_DNS),
                server(SECONDARY_DNS),
                server(PRIMARY_WINS),
                server(SECONDARY_WINS));
    }

    @Override
    public void thisLayerDown(Turn turn) {
        phase.layerDown(NetworkLayer.Kind.IPV4, turn);
    }

    @Override
    public void thisLayerFinished(Turn turn) {
        finished = true;
        phase.layerFinished(turn);
    }
}
