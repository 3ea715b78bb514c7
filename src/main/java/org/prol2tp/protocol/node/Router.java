package org.prol2tp.protocol.node;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.Version;

/// Finds the control connection a datagram belongs to: by our own id, or where the datagram has none
/// yet (an SCCRQ) by (peer's address, id the peer assigned). Never by port: behind one address and port
/// there may be many (RFC 2661 §8.1).
final class Router {
    /// By local id, if it has 16 bits; a page of 256 is there once one of its ids is.
    private final @Nullable Channel[] @Nullable [] byLocalId = new Channel[256][];

    /// By local id, if it has more bits: L2TPv3.
    private final Map<Integer, Channel> byWideId = new HashMap<>(0);

    private final Map<PeerKey, Channel> byPeer = new HashMap<>();

    private final Map<IpAddress, PeerLoad> loads = new HashMap<>();

    private final Map<IpAddress, List<Channel>> initiating = new HashMap<>();

    /// Kept for the tunnels that the settings give them to, 16 bits.
    private final BitSet fixedIds = new BitSet();

    private int halfOpen;

    private int size;

    private record PeerKey(IpAddress address, int peerId) {}

    private static final class PeerLoad {
        private int channels;
        private int halfOpen;
    }

    /// Keeps an id for the tunnel that the settings give it to, or no longer.
    void keep(int id, boolean kept) {
        if (!isWide(id)) { // of the others a random one is none
            fixedIds.set(id, kept);
        }
    }

    /// Whether no channel has this id.
    boolean isFree(int id) {
        return find(id) == null;
    }

    /// An id that no channel has and none is to have, for a new one; empty if there is none.
    Optional<ControlConnectionId> freeId(Version version, Entropy entropy) {
        OptionalInt id = Identifiers.choose(
                version,
                entropy,
                candidate -> find(candidate) != null || !isWide(candidate) && fixedIds.get(candidate));
        return id.isPresent() ? Optional.of(new ControlConnectionId(id.getAsInt())) : Optional.empty();
    }

    /// The channel with this local id.
    @Nullable
    Channel find(int localId) {
        if (isWide(localId)) {
            return byWideId.get(localId);
        }
        Channel[] page = byLocalId[localId >>> 8];
        return page == null ? null : page[localId & 255];
    }

    /// The channel that the peer at this address calls so.
    Optional<Channel> find(IpAddress peer, ControlConnectionId peerId) {
        return Optional.ofNullable(byPeer.get(new PeerKey(peer, peerId.value())));
    }

    /// Enters a channel of a peer. Its id is free.
    void add(Channel channel, boolean openedByPeer) {
        put(channel.localId().value(), channel);
        size++;
        PeerLoad load = loads.computeIfAbsent(channel.peerAddress(), _ -> new PeerLoad());
        load.channels++;
        if (openedByPeer) {
            load.halfOpen++;
            halfOpen++;
        } else {
            initiating
                    .computeIfAbsent(channel.peerAddress(), _ -> new ArrayList<>(1))
                    .add(channel);
        }
    }

    private void put(int localId, Channel channel) {
        if (isWide(localId)) {
            byWideId.put(localId, channel);
            return;
        }
        Channel[] page = byLocalId[localId >>> 8];
        if (page == null) {
            page = new Channel[256];
            byLocalId[localId >>> 8] = page;
        }
        page[localId & 255] = channel;
    }

    private static boolean isWide(int id) {
        return id >>> 16 != 0;
    }

    /// The peer's own id for a channel became known. The latest that uses it is found by it.
    void learnPeerId(Channel channel, ControlConnectionId peerId) {
        byPeer.put(new PeerKey(channel.peerAddress(), peerId.value()), channel);
    }

    /// The channel is established or will never be.
    void settled(Channel channel, boolean openedByPeer) {
        if (openedByPeer) {
            halfOpen--;
            load(channel).halfOpen--;
            return;
        }
        List<Channel> ofPeer = initiating.getOrDefault(channel.peerAddress(), List.of());
        ofPeer.remove(channel);
        if (ofPeer.isEmpty()) {
            initiating.remove(channel.peerAddress());
        }
    }

    /// Forgets a settled channel; its id is free again.
    @SuppressWarnings("NullAway") // a free id is a null in its page
    void remove(Channel channel, ControlConnectionId peerId) {
        int localId = channel.localId().value();
        Channel[] page = isWide(localId) ? null : byLocalId[localId >>> 8];
        if (page != null) {
            page[localId & 255] = null;
            size--;
        } else if (byWideId.remove(localId) != null) {
            size--;
        }
        byPeer.remove(new PeerKey(channel.peerAddress(), peerId.value()), channel);
        PeerLoad load = load(channel);
        load.channels--;
        if (load.channels == 0) {
            loads.remove(channel.peerAddress());
        }
    }

    /// Our connections to this address that have no answer yet.
    List<Channel> initiating(IpAddress peer) {
        return initiating.getOrDefault(peer, List.of());
    }

    /// All channels, draining ones among them, by id.
    List<Channel> channels() {
        List<Channel> all = new ArrayList<>(size);
        all.addAll(byWideId.values());
        for (Channel[] page : byLocalId) {
            if (page != null) {
                for (Channel channel : page) {
                    if (channel != null) {
                        all.add(channel);
                    }
                }
            }
        }
        return all;
    }

    /// How many there are.
    int size() {
        return size;
    }

    /// Opened by peers and not established.
    int halfOpen() {
        return halfOpen;
    }

    int halfOpen(IpAddress peer) {
        PeerLoad load = loads.get(peer);
        return load == null ? 0 : load.halfOpen;
    }

    int channels(IpAddress peer) {
        PeerLoad load = loads.get(peer);
        return load == null ? 0 : load.channels;
    }

    private PeerLoad load(Channel channel) {
        return loads.computeIfAbsent(channel.peerAddress(), _ -> new PeerLoad());
    }
}
