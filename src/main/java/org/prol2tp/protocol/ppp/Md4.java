package org.prol2tp.protocol.ppp;

/// The MD4 message digest, RFC 1320: broken as a digest, but what MS-CHAP hashes passwords with. The JDK
/// has none.
final class Md4 {
    private static final int BLOCK_OCTETS = 64;

    private static final int[][] SHIFTS = {{3, 7, 11, 19}, {3, 5, 9, 13}, {3, 9, 11, 15}};

    private static final int[] ROUND_CONSTANTS = {0, 0x5A827999, 0x6ED9EBA1};

    private static final int[][] ORDERS = {
        {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
        {0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15},
        {0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15},
    };

    private Md4() {}

    /// 16 octets.
    static byte[] digest(byte[] message) {
        byte[] padded = pad(message);
        int[] state = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476};
        for (int at = 0; at < padded.length; at += BLOCK_OCTETS) {
            addBlock(state, padded, at);
        }
        byte[] digest = new byte[16];
        for (int i = 0; i < digest.length; i++) {
            digest[i] = (byte) (state[i / 4] >> (8 * (i % 4)));
        }
        return digest;
    }

    /// A one bit, zeros to 56 octets modulo 64, the length in bits (64 bits, least significant octet
    /// first).
    private static byte[] pad(byte[] message) {
        byte[] padded = new byte[(message.length + 8) / BLOCK_OCTETS * BLOCK_OCTETS + BLOCK_OCTETS];
        System.arraycopy(message, 0, padded, 0, message.length);
        padded[message.length] = (byte) 0x80;
        long bits = message.length * 8L;
        for (int i = 0; i < 8; i++) {
            padded[padded.length - 8 + i] = (byte) (bits >> (8 * i));
        }
        return padded;
    }

    private static void addBlock(int[] state, byte[] octets, int at) {
        int[] words = new int[16];
        for (int i = 0; i < BLOCK_OCTETS; i++) {
            words[i / 4] |= (octets[at + i] & 0xFF) << (8 * (i % 4));
        }
        int a = state[0];
        int b = state[1];
        int c = state[2];
        int d = state[3];
        for (int round = 0; round < 3; round++) {
            for (int step = 0; step < 16; step++) {
                int sum = a + mix(round, b, c, d) + words[ORDERS[round][step]] + ROUND_CONSTANTS[round];
                a = d;
                d = c;
                c = b;
                b = Integer.rotateLeft(sum, SHIFTS[round][step % 4]);
            }
        }
        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
    }

    private static int mix(int round, int x, int y, int z) {
        return switch (round) {
            case 0 -> (x & y) | (~x & z);
            case 1 -> (x & y) | (x & z) | (y & z);
            default -> x ^ y ^ z;
        };
    }
}
