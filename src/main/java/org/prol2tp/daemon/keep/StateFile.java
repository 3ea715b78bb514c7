package org.prol2tp.daemon.keep;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.zip.CRC32;
import org.prol2tp.protocol.control.SequenceNumbers;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.Kept;

/// The file that says what the tunnels and sessions of this daemon are, for the one after it. It is mapped
/// into memory: what is stored there is in the file when the process dies, however it dies, and storing
/// waits for nothing.
///
/// The file is rows of [#SLOT_OCTETS]. The first is the header; each other one holds a tunnel or a session,
/// or nothing:
///
/// | at | octets | | |---|---|---| | 0 | 4 | octets of the entry; 0: free | | 4 | 4 | CRC-32 of the entry |
/// | 8 | 8 | of a tunnel: its sequence numbers, each in 16 bits: Ns, Nr, acknowledged | | 16 | | the entry,
/// see [KeptForm] |
///
/// An entry that was being written when the process died is not sound, and is dropped. The file grows as
/// far as [#MOST_SLOTS]; what has no room in it is not remembered. Belongs to one thread, but for [#beat].
public final class StateFile implements AutoCloseable {
    /// 200,000 tunnels and sessions are 100 MB.
    static final int MOST_SLOTS = 200_000;

    static final int SLOT_OCTETS = 512;
    private static final int CHUNK_SLOTS = 2048;
    private static final int CHUNK_OCTETS = CHUNK_SLOTS * SLOT_OCTETS;
    private static final int ENTRY = 16;
    private static final int ROOM = SLOT_OCTETS - ENTRY;

    private static final int CHECK = 4;
    private static final int NUMBERS = 8;

    /// Of the header: `prol2tp` and the version of this form.
    private static final long MAGIC = 0x70726f6c32747002L;

    private static final int BOOT = 16;
    private static final int BOOT_OCTETS = 36;
    private static final int BEAT = 64;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG.withOrder(ByteOrder.BIG_ENDIAN);

    private final FileChannel file;
    private final IntUnaryOperator portOf;
    private final Arena arena = Arena.ofShared();
    private final List<MemorySegment> chunks = new ArrayList<>();
    private final ArrayDeque<Integer> free = new ArrayDeque<>();
    private final NavigableMap<Long, Integer> slots = new TreeMap<>();
    private final List<Input.Remembered> before = new ArrayList<>();
    private boolean failed;
    private boolean closed;

    private StateFile(FileChannel file, IntUnaryOperator portOf) {
        this.file = file;
        this.portOf = portOf;
    }

    /// Opens the file, or makes it.
    ///
    /// @param boot tells this start of the machine from others: the state of another one is of no use
    /// @param nowNs of the machine's monotonic clock
    /// @param mostNs how long ago the last daemon may have died for its state to be of use
    /// @param portOf the local port of a socket of the data plane, by its number
    public static StateFile open(Path path, String boot, long nowNs, long mostNs, IntUnaryOperator portOf)
            throws IOException {
        FileChannel file = FileChannel.open(
                path,
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        StateFile state = new StateFile(file, portOf);
        try {
            if (!state.read(boot, nowNs, mostNs)) {
                file.truncate(0);
                state.begin(boot);
            }
            state.beat(nowNs);
            return state;
        } catch (IOException e) {
            state.close();
            throw e;
        }
    }

    /// What the last daemon had.
    public List<Input.Remembered> before() {
        return before;
    }

    /// Tells when the daemon was alive. Any thread.
    public synchronized void beat(long nowNs) {
        if (!closed) {
            chunks.getFirst().set(LONG, BEAT, nowNs);
        }
    }

    /// Stores it.
    ///
    /// @return false, once, if there is no room for it
    public boolean take(Kept what) {
        int tunnel = what.tunnel().value();
        return switch (what) {
            case Kept.OfTunnel it -> {
                KeptForm.Tunnel kept =
                        new KeptForm.Tunnel(it, portOf.applyAsInt(it.path().socket()));
                yield store(key(tunnel, 0), KeptForm.write(kept, ROOM), Optional.of(it.numbers()));
            }
            case Kept.OfSession it ->
                store(key(tunnel, it.session().value()), KeptForm.write(it, ROOM), Optional.empty());
            case Kept.Numbers(var _, var numbers) -> {
                Integer slot = slots.get(key(tunnel, 0));
                if (slot != null) {
                    setNumbers(slot, numbers);
                }
                yield true;
            }
            case Kept.TunnelGone _ -> {
                List.copyOf(slots.subMap(key(tunnel, 0), true, key(tunnel, -1), true)
                                .keySet())
                        .forEach(this::forget);
                yield true;
            }
            case Kept.SessionGone(var _, var session) -> {
                forget(key(tunnel, session.value()));
                yield true;
            }
        };
    }

    @Override
    public synchronized void close() {
        closed = true;
        arena.close();
        try {
            file.close();
        } catch (IOException e) {
            failed = true; // everything is in the file
        }
    }

    private static long key(int tunnel, int session) {
        return (long) tunnel << Integer.SIZE | Integer.toUnsignedLong(session);
    }

    private boolean store(long key, Optional<byte[]> entry, Optional<SequenceNumbers> numbers) {
        OptionalInt slot = entry.isEmpty() ? OptionalInt.empty() : slotFor(key);
        if (slot.isEmpty()) {
            forget(key);
            boolean news = !failed;
            failed = true;
            return !news;
        }
        clear(slot.getAsInt());
        numbers.ifPresent(it -> setNumbers(slot.getAsInt(), it));
        byte[] octets = entry.get();
        MemorySegment chunk = chunk(slot.getAsInt());
        long at = at(slot.getAsInt());
        MemorySegment.copy(octets, 0, chunk, ValueLayout.JAVA_BYTE, at + ENTRY, octets.length);
        chunk.set(INT, at + CHECK, check(octets));
        VarHandle.storeStoreFence();
        chunk.set(INT, at, octets.length);
        return true;
    }

    private void setNumbers(int slot, SequenceNumbers numbers) {
        long value = (long) numbers.ns() << 32 | (long) numbers.nr() << 16 | numbers.acknowledged();
        chunk(slot).set(LONG, at(slot) + NUMBERS, value);
    }

    private void forget(long key) {
        Integer slot = slots.remove(key);
        if (slot != null) {
            clear(slot);
            free.push(slot);
        }
    }

    private void clear(int slot) {
        chunk(slot).set(INT, at(slot), 0);
        VarHandle.storeStoreFence();
    }

    private MemorySegment chunk(int slot) {
        return chunks.get(slot / CHUNK_SLOTS);
    }

    private static long at(int slot) {
        return (long) slot % CHUNK_SLOTS * SLOT_OCTETS;
    }

    private static int check(byte[] octets) {
        CRC32 crc = new CRC32();
        crc.update(octets);
        return (int) crc.getValue();
    }

    private OptionalInt slotFor(long key) {
        Integer known = slots.get(key);
        if (known != null) {
            return OptionalInt.of(known);
        }
        if (free.isEmpty() && (chunks.size() * CHUNK_SLOTS >= MOST_SLOTS || !grow())) {
            return OptionalInt.empty();
        }
        int slot = free.pop();
        slots.put(key, slot);
        return OptionalInt.of(slot);
    }

    private boolean grow() {
        try {
            long from = (long) chunks.size() * CHUNK_OCTETS;
            // Written, not only made longer: so there is room for it, and storing cannot fail.
            ByteBuffer zeros = ByteBuffer.allocate(CHUNK_OCTETS);
            while (zeros.hasRemaining()) {
                file.write(zeros, from + zeros.position());
            }
            map(from);
        } catch (IOException e) {
            return false;
        }
        int first = (chunks.size() - 1) * CHUNK_SLOTS;
        for (int slot = first + CHUNK_SLOTS - 1; slot >= Math.max(first, 1); slot--) {
            free.push(slot);
        }
        return true;
    }

    private void map(long from) throws IOException {
        chunks.add(file.map(FileChannel.MapMode.READ_WRITE, from, CHUNK_OCTETS, arena));
    }

    private void begin(String boot) throws IOException {
        if (!grow()) {
            throw new IOException("no room for the state file");
        }
        MemorySegment header = chunks.getFirst();
        byte[] octets = boot.getBytes(StandardCharsets.US_ASCII);
        MemorySegment.copy(octets, 0, header, ValueLayout.JAVA_BYTE, BOOT, Math.min(octets.length, BOOT_OCTETS));
        header.set(LONG, 0, MAGIC);
    }

    /// Whether what is in the file is of use.
    private boolean read(String boot, long nowNs, long mostNs) throws IOException {
        long octets = file.size();
        if (octets < CHUNK_OCTETS || octets % CHUNK_OCTETS != 0 || octets / SLOT_OCTETS > MOST_SLOTS + CHUNK_SLOTS) {
            return false;
        }
        ByteBuffer head = ByteBuffer.allocate(SLOT_OCTETS);
        file.read(head, 0);
        byte[] ofBoot = new byte[BOOT_OCTETS];
        head.get(BOOT, ofBoot);
        long ageNs = nowNs - head.getLong(BEAT);
        boolean fits = head.getLong(0) == MAGIC
                && new String(ofBoot, StandardCharsets.US_ASCII).equals(boot)
                && ageNs >= 0
                && ageNs <= mostNs;
        if (!fits) {
            return false;
        }
        for (long from = 0; from < octets; from += CHUNK_OCTETS) {
            map(from);
        }
        readSlots();
        return true;
    }

    private void readSlots() {
        Map<Integer, KeptForm.Tunnel> tunnels = new LinkedHashMap<>();
        Map<Integer, List<Kept.OfSession>> sessions = new HashMap<>();
        for (int slot = chunks.size() * CHUNK_SLOTS - 1; slot >= 1; slot--) {
            Optional<KeptForm.Entry> entry = read(slot);
            if (entry.isEmpty()) {
                clear(slot);
                free.push(slot);
                continue;
            }
            switch (entry.get()) {
                case KeptForm.Entry.OfTunnel(var tunnel) -> {
                    int id = tunnel.tunnel().tunnel().value();
                    tunnels.put(id, tunnel);
                    slots.put(key(id, 0), slot);
                }
                case KeptForm.Entry.OfSession(var session) -> {
                    int id = session.tunnel().value();
                    sessions.computeIfAbsent(id, _ -> new ArrayList<>()).add(session);
                    slots.put(key(id, session.session().value()), slot);
                }
            }
        }
        tunnels.forEach((id, tunnel) -> before.add(
                new Input.Remembered(tunnel.tunnel(), sessions.getOrDefault(id, List.of()), tunnel.localPort())));
    }

    private Optional<KeptForm.Entry> read(int slot) {
        MemorySegment chunk = chunk(slot);
        long at = at(slot);
        int octets = chunk.get(INT, at);
        if (octets <= 0 || octets > ROOM) {
            return Optional.empty();
        }
        byte[] entry = new byte[octets];
        MemorySegment.copy(chunk, ValueLayout.JAVA_BYTE, at + ENTRY, entry, 0, octets);
        long numbers = chunk.get(LONG, at + NUMBERS);
        return chunk.get(INT, at + CHECK) != check(entry)
                ? Optional.empty()
                : KeptForm.read(
                        entry,
                        new SequenceNumbers(
                                (int) (numbers >>> 32) & 0xffff,
                                (int) (numbers >>> 16) & 0xffff,
                                (int) numbers & 0xffff));
    }
}
