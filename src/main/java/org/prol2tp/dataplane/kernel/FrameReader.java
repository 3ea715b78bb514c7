package org.prol2tp.dataplane.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.prol2tp.dataplane.DataPlaneSink;
import org.prol2tp.linux.Epoll;
import org.prol2tp.linux.EventFd;
import org.prol2tp.linux.LinuxException;
import org.prol2tp.linux.PppLink;
import org.prol2tp.protocol.node.Input;

/// The thread that reads frames of PPP's control protocols from the kernel's channels and units.
final class FrameReader implements Runnable {
    private static final int READY_LINKS = 256;
    private static final long WAKE_TOKEN = -1;
    /// In the token, beside the session's number.
    private static final long UNIT = 1;
    /// Frames of one session before others have their turn: the kernel keeps 32 for each.
    private static final int FRAMES = 32;

    /// FF 03, which the kernel takes away (RFC 1662 §3.1).
    private static final int ADDRESS_CONTROL_OCTETS = 2;

    private final DataPlaneSink sink;
    private final Epoll epoll = Epoll.open(READY_LINKS);
    private final EventFd wakeUp = EventFd.open();
    private final Arena arena = Arena.ofShared();
    private final MemorySegment buffer = arena.allocate(PppLink.FRAME_OCTETS, 64);
    private final Map<Long, KernelSession> sessions = new ConcurrentHashMap<>();
    private volatile boolean stopped;

    FrameReader(DataPlaneSink sink) throws LinuxException {
        this.sink = sink;
        epoll.add(wakeUp.descriptor(), WAKE_TOKEN, Epoll.READABLE);
    }

    void watch(KernelSession session) throws LinuxException {
        sessions.put(session.handle.value(), session);
        epoll.add(session.link.channelDescriptor(), session.handle.value() << 1, Epoll.READABLE);
    }

    void watchUnit(KernelSession session) throws LinuxException {
        epoll.add(session.link.unitDescriptor(), session.handle.value() << 1 | UNIT, Epoll.READABLE);
    }

    /// What is closed is not watched any more: this forgets the session.
    void forget(KernelSession session) {
        sessions.remove(session.handle.value(), session);
    }

    void stop() {
        stopped = true;
        wakeUp.wake();
    }

    @Override
    public void run() {
        while (!stopped) {
            int ready = epoll.await(-1);
            boolean told = false;
            for (int i = 0; i < ready; i++) {
                long token = epoll.token(i);
                KernelSession session = sessions.get(token >> 1);
                if (token == WAKE_TOKEN) {
                    wakeUp.drain();
                } else if (session != null) {
                    told |= read(session, (token & UNIT) != 0);
                    if ((epoll.events(i) & Epoll.HANG_UP) != 0) {
                        told |= lost(session, (token & UNIT) != 0);
                    }
                }
            }
            if (told) {
                sink.wake();
            }
        }
        epoll.close();
        wakeUp.close();
        arena.close();
    }

    private boolean read(KernelSession session, boolean unit) {
        for (int i = 0; i < FRAMES; i++) {
            int octets = unit
                    ? session.link.readUnit(buffer.address(), PppLink.FRAME_OCTETS)
                    : session.link.readChannel(buffer.address(), PppLink.FRAME_OCTETS);
            if (octets == 0) {
                return lost(session, unit) || i > 0; // the end of a file: there is nothing behind it any more
            }
            if (octets < 0) {
                return i > 0;
            }
            byte[] frame = new byte[ADDRESS_CONTROL_OCTETS + octets];
            frame[0] = (byte) 0xff;
            frame[1] = 0x03;
            MemorySegment.copy(buffer, ValueLayout.JAVA_BYTE, 0, frame, ADDRESS_CONTROL_OCTETS, octets);
            sink.offer(new Input.PppFrameReceived(session.handle, frame));
        }
        return true;
    }

    /// Somebody else removed the session or its interface from the kernel.
    private boolean lost(KernelSession session, boolean unit) {
        int descriptor = unit ? session.link.unitDescriptor() : session.link.channelDescriptor();
        try {
            if (descriptor >= 0) {
                epoll.remove(descriptor);
            }
        } catch (LinuxException e) {
            return false; // it was closed meanwhile, by us
        }
        if (session.gone) {
            return false;
        }
        String what = unit ? "its network interface" : "the session";
        sink.answer(new Input.DataPlaneFailed(session.handle, "somebody removed " + what + " from the kernel"));
        return true;
    }
}
