package org.prol2tp.daemon;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.prol2tp.protocol.node.Entropy;

/// The kernel's random numbers, read in blocks so that an id costs no system call. Used octets are
/// wiped. Belongs to one thread.
public final class SystemEntropy implements Entropy, AutoCloseable {
    private static final int BLOCK_OCTETS = 4096;

    private final FileInputStream source;
    private final byte[] block = new byte[BLOCK_OCTETS];
    private int used = BLOCK_OCTETS;

    /// Opens the kernel's generator.
    ///
    /// @throws IOException if there is none: a chroot without devices
    public SystemEntropy() throws IOException {
        source = new FileInputStream("/dev/urandom");
    }

    @Override
    public long nextLong() {
        byte[] octets = new byte[Long.BYTES];
        nextBytes(octets);
        return ByteBuffer.wrap(octets).getLong();
    }

    @Override
    public void nextBytes(byte[] octets) {
        int done = 0;
        while (done < octets.length) {
            if (used == BLOCK_OCTETS) {
                refill();
            }
            int count = Math.min(octets.length - done, BLOCK_OCTETS - used);
            System.arraycopy(block, used, octets, done, count);
            java.util.Arrays.fill(block, used, used + count, (byte) 0);
            used += count;
            done += count;
        }
    }

    @Override
    public void close() throws IOException {
        source.close();
    }

    private void refill() {
        try {
            if (source.readNBytes(block, 0, BLOCK_OCTETS) != BLOCK_OCTETS) {
                throw new IOException("/dev/urandom ended");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        used = 0;
    }
}
