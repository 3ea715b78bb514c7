package org.prol2tp.dataplane.ebpf;

import java.io.IOException;
import java.io.InputStream;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.prol2tp.dataplane.Addresses;
import org.prol2tp.linux.Bpf;
import org.prol2tp.linux.Bpf.Hook;
import org.prol2tp.linux.BpfObject;
import org.prol2tp.linux.Errno;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.MergingPair;
import org.prol2tp.linux.ProgramBlock;
import org.prol2tp.linux.RouteLookup;
import org.prol2tp.linux.RouteLookup.Way;
import org.prol2tp.protocol.node.IpAddress;

/// The programs, their maps, and the interfaces they look at. Belongs to one thread at a time.
final class FastPath implements AutoCloseable {
    static final String OBJECT = "l2tp.bpf.o";
    /// The programs compare only what is longer with an interface's MTU.
    private static final int LEAST_MTU = 576;
    /// Of no link.
    static final int BY_BLOCK = Integer.MAX_VALUE;
    /// Of a device that others use too.
    private static final int SHARED = Integer.MAX_VALUE - 1;
    /// Numbers of blocks begin so: arbitrary, but unlikely to be used by others.
    private static final int BLOCKS = 0x6c320000;

    /// What leaves by a device, and the program for it.
    enum Kind {
        PPP("l2tp_ppp"),
        SHARED("l2tp_shared"),
        ETHERNET("l2tp_ethernet");

        private final String program;

        Kind(String program) {
            this.program = program;
        }
    }

    /// A device of many sessions.
    private static final class Shared {
        private final int link;
        private int sessions;

        private Shared(int link) {
            this.link = link;
        }
    }

    final FastPathMaps maps;
    private final Map<String, Integer> programs;
    private final RouteLookup routes;
    /// Links of interfaces that peers' datagrams come by.
    private final Map<Integer, Integer> underlays = new HashMap<>();
    private final Map<Integer, Boolean> wires = new HashMap<>();
    /// What merges segments of TCP; none until the first interface that peers' datagrams come by, or if it cannot be
    /// made.
    private Optional<MergingPair> pair = Optional.empty();

    private Optional<String> whyNotMerging = Optional.empty();

    private final Map<Kind, ProgramBlock> blocks = new EnumMap<>(Kind.class);
    /// By their interfaces.
    private final Map<Integer, Shared> shared = new HashMap<>();

    /// Devices that the programs look at already when their next session comes.
    private final Set<Integer> passed = new HashSet<>();

    private FastPath(FastPathMaps maps, Map<String, Integer> programs, RouteLookup routes) {
        this.maps = maps;
        this.programs = programs;
        this.routes = routes;
    }

    /// Loads the programs.
    ///
    /// @throws LinuxException if the kernel does not take them, with its reason; with [Errno#ENOENT] if they
    ///     were left out when the daemon was built
    static FastPath load() throws LinuxException {
        byte[] object = object();
        FastPathMaps maps = FastPathMaps.create();
        Map<String, Integer> programs = new HashMap<>();
        try {
            for (var program : BpfObject.programs(object, maps.descriptors()).entrySet()) {
                programs.put(program.getKey(), Bpf.load(program.getKey(), program.getValue()));
            }
            return new FastPath(maps, programs, RouteLookup.open());
        } catch (LinuxException e) {
            programs.values().forEach(Bpf::close);
            maps.close();
            throw e;
        }
    }

    private static byte[] object() throws LinuxException {
        try (@Nullable InputStream in = FastPath.class.getResourceAsStream(OBJECT)) {
            if (in == null) {
                throw new LinuxException(OBJECT + " (it is built where clang is)", Errno.ENOENT);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new LinuxException("read " + OBJECT, Errno.EIO);
        }
    }

    /// The interface by which `peer` is reached, and which its datagrams are expected from: the programs look at them
    /// from now on.
    ///
    /// @throws LinuxException if there is no route, or it is not one for frames of Ethernet
    Way underlay(IpAddress local, IpAddress peer, KeptLinks links) throws LinuxException {
        Way way = routes.to(Addresses.of(peer, 0), Addresses.of(local, 0));
        int index = way.interfaceIndex();
        if (!underlays.containsKey(index)) {
            if (!RouteLookup.isEthernet(index)) {
                throw new LinuxException("the way to " + peer + " is not by Ethernet", Errno.EOPNOTSUPP);
            }
            if (RouteLookup.mtu(index) < LEAST_MTU) {
                throw new LinuxException("the MTU on the way to " + peer + " is below " + LEAST_MTU, Errno.EOPNOTSUPP);
            }
            boolean isFirst = underlays.isEmpty();
            look("l2tp_inward", index, links);
            if (isFirst) { // after that, since a pair that comes and goes has us look again
                pair = createPair(links);
            }
        }
        return way;
    }

    private void look(String program, int index, KeptLinks links) throws LinuxException {
        int link = Bpf.attach(program(program), index, Hook.INGRESS);
        underlays.put(index, link);
        links.keepUnderlay(index, link);
    }

    private Optional<MergingPair> createPair(KeptLinks links) {
        try {
            MergingPair made = MergingPair.create();
            try {
                look("l2tp_merged", made.farIndex, links);
                made.up();
                return Optional.of(made);
            } catch (LinuxException e) {
                remove(made);
                throw e;
            }
        } catch (LinuxException e) {
            whyNotMerging = Optional.of("TCP segments are not merged: " + e.getMessage());
            return Optional.empty();
        }
    }

    /// The reason, if [#merging()] is 0 although it was tried.
    Optional<String> whyNotMerging() {
        return whyNotMerging;
    }

    /// The interface by which the programs have segments merged; 0: there is none.
    int merging() {
        return pair.map(it -> it.index).orElse(0);
    }

    /// Whether what leaves by the interface of that way goes to a wire, or a machine's pretended one. A
    /// virtual one hands frames on as they are, to whom it may concern.
    boolean isWire(Way way) throws LinuxException {
        Boolean known = wires.get(way.interfaceIndex());
        if (known == null) {
            known = RouteLookup.hasHardware(way.interfaceIndex());
            wires.put(way.interfaceIndex(), known);
        }
        return known;
    }

    /// The interfaces that peers' datagrams come by.
    Set<Integer> underlays() {
        return underlays.keySet();
    }

    /// The programs look at what leaves by a session's device: until the link that is returned is closed, or, if it is
    /// [#BY_BLOCK], until the device goes. Only a link outlives this process.
    int attach(int interfaceIndex, Kind kind, boolean outlive) throws LinuxException {
        if (!outlive && byBlock(interfaceIndex, kind)) {
            return BY_BLOCK;
        }
        return Bpf.attach(program(kind.program), interfaceIndex, Hook.EGRESS);
    }

    /// The same for a session of a device that others may use already, or will.
    int join(int interfaceIndex) throws LinuxException {
        Shared found = shared.get(interfaceIndex);
        if (found == null) {
            found = new Shared(attach(interfaceIndex, Kind.SHARED, false));
            shared.put(interfaceIndex, found);
            maps.putShared(interfaceIndex);
        }
        found.sessions++;
        return SHARED;
    }

    private boolean byBlock(int interfaceIndex, Kind kind) {
        if (passed.remove(interfaceIndex)) {
            return true;
        }
        try {
            ProgramBlock block = blocks.get(kind);
            if (block == null) {
                int number = BLOCKS | (int) (ProcessHandle.current().pid() << 2 & 0xffff) | kind.ordinal();
                block = ProgramBlock.open(number, program(kind.program));
                blocks.put(kind, block);
            }
            block.add(interfaceIndex);
            return true;
        } catch (LinuxException e) {
            return false; // somebody else's traffic control is there, or the kernel has none of these
        }
    }

    /// The device of that number, which has what was returned for it, is another session's from now on, of the same
    /// kind.
    void pass(int interfaceIndex, int link) {
        if (link == BY_BLOCK && passed.size() < FastPathMaps.ENTRIES) {
            passed.add(interfaceIndex);
        }
    }

    /// Ends what [#attach] or [#join] returned for the device.
    void detach(int interfaceIndex, int link) {
        switch (link) {
            case BY_BLOCK -> {} // goes with the device
            case SHARED -> part(interfaceIndex);
            default -> Bpf.close(link);
        }
    }

    private void part(int interfaceIndex) {
        Shared left = shared.get(interfaceIndex);
        if (left != null && --left.sessions == 0) {
            shared.remove(interfaceIndex);
            maps.take(new FastPathMaps.Leaving(interfaceIndex, 0));
            detach(interfaceIndex, left.link);
        }
    }

    /// The descriptor of a program.
    int program(String name) {
        Integer found = programs.get(name);
        if (found == null) {
            throw new IllegalStateException("no program " + name);
        }
        return found;
    }

    private static void remove(MergingPair pair) {
        try {
            MergingPair.remove(pair.index);
        } catch (LinuxException e) {
            // somebody else did
        }
    }

    @Override
    public void close() {
        blocks.values().forEach(ProgramBlock::close);
        underlays.values().forEach(Bpf::close);
        pair.ifPresent(FastPath::remove);
        programs.values().forEach(Bpf::close);
        routes.close();
        maps.close();
    }
}
