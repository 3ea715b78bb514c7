package org.prol2tp.protocol.wire;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The Message Digest of a control message of L2TPv3: made whenever the message is sent, since it covers Ns
/// and Nr, and checked before anything of a message is used.
///
/// A digest is an HMAC over the sender's nonce, the receiver's nonce and the whole message, with zeros
/// where digests are. An SCCRQ has its nonce in it, and the other one does not exist yet: its digest is
/// without them. The first digest stands directly after the Message Type AVP, a second one directly after
/// the first.
///
/// Source: RFC 3931 §4.3, §5.4.1.
public final class MessageSeal {
    private static final int MESSAGE_TYPE_AT = ControlHeader.OCTETS;
    private static final int TYPE_NUMBER_AT = MESSAGE_TYPE_AT + AvpFormat.HEADER_OCTETS;
    private static final int FIRST_AT = TYPE_NUMBER_AT + 2;
    private static final int DIGEST_TYPE = 59;
    private static final int MOST_DIGESTS = 2;
    private static final int LENGTH_AT = 2;
    private static final int AVP_LENGTH = 0x3ff;
    private static final int M = 0x8000;

    private MessageSeal() {}

    /// What a message's digests say of it.
    public enum Verdict {
        /// There is none.
        ABSENT,
        /// None of them is right.
        WRONG,
        RIGHT
    }

    /// HMAC-MD5 of one octet with the shared secret: RFC 3931 §5.3, §5.4.1.
    static Octets sharedKey(Octets secret, int octet) {
        Mac mac = mac(DigestType.HMAC_MD5, secret);
        mac.update((byte) octet);
        return Octets.of(mac.doFinal());
    }

    /// Appends a Message Digest AVP of zeros.
    static void leaveRoom(Writer writer, DigestType type, boolean mandatory) {
        writer.u16((mandatory ? M : 0) | AvpFormat.HEADER_OCTETS + 1 + type.octets());
        writer.u16(AvpTable.IETF);
        writer.u16(DIGEST_TYPE);
        writer.u8(type.number());
        writer.octets(new byte[type.octets()]);
    }

    /// Fills in the digest of an encoded message, which has room for one.
    ///
    /// @param key of [SecretKeys#digest]
    public static void seal(byte[] message, Octets key, Octets localNonce, Octets peerNonce) {
        Optional<DigestType> type = typeAt(message, FIRST_AT);
        if (type.isEmpty()) {
            throw new IllegalArgumentException("no room for a digest");
        }
        int at = FIRST_AT + AvpFormat.HEADER_OCTETS + 1;
        Arrays.fill(message, at, at + type.get().octets(), (byte) 0);
        byte[] digest = digest(type.get(), key, localNonce, peerNonce, message);
        System.arraycopy(digest, 0, message, at, digest.length);
    }

    /// Checks the digests of a control message as it came. Compares in constant time.
    ///
    /// @param datagram which [Datagram#decode] took for a [Datagram.Control] or a [Datagram.Zlb]
    /// @param key of [SecretKeys#digest]
    public static Verdict judge(byte[] datagram, Octets key, Octets senderNonce, Octets receiverNonce) {
        byte[] message = Arrays.copyOf(datagram, u16(datagram, LENGTH_AT)); // without what follows the message
        byte[][] received = new byte[MOST_DIGESTS][];
        DigestType[] types = new DigestType[MOST_DIGESTS];
        int count = 0;
        boolean seen = false;
        for (int at = FIRST_AT; count < MOST_DIGESTS && isDigest(message, at); at += u16(message, at) & AVP_LENGTH) {
            seen = true;
            int valueAt = at + AvpFormat.HEADER_OCTETS + 1;
            int end = at + (u16(message, at) & AVP_LENGTH);
            types[count] = typeAt(message, at).orElse(DigestType.HMAC_MD5);
            received[count++] = Arrays.copyOfRange(message, valueAt, end);
            Arrays.fill(message, valueAt, end, (byte) 0);
        }
        if (!seen) {
            return Verdict.ABSENT;
        }
        boolean right = false;
        for (int i = 0; i < count; i++) {
            byte[] expected = digest(types[i], key, senderNonce, receiverNonce, message);
            right |= MessageDigest.isEqual(expected, received[i]);
        }
        return right ? Verdict.RIGHT : Verdict.WRONG;
    }

    /// The nonce that an SCCRQ or SCCRP carries. Needed before the message may be read any further.
    public static Optional<Octets> nonce(Octets avps) {
        return new AvpSet(AvpFormat.decode(Version.V3, avps, Optional.empty()))
                .find(GeneralAvp.ControlMessageAuthenticationNonce.class)
                .map(GeneralAvp.ControlMessageAuthenticationNonce::value);
    }

    private static boolean isDigest(byte[] message, int at) {
        if (message.length < at + AvpFormat.HEADER_OCTETS + 1) {
            return false;
        }
        int length = u16(message, at) & AVP_LENGTH;
        return length > AvpFormat.HEADER_OCTETS
                && at + length <= message.length
                && u16(message, at + 2) == AvpTable.IETF
                && u16(message, at + 4) == DIGEST_TYPE;
    }

    /// Empty for a type that we do not know.
    private static Optional<DigestType> typeAt(byte[] message, int at) {
        return isDigest(message, at) ? DigestType.of(message[at + AvpFormat.HEADER_OCTETS] & 0xff) : Optional.empty();
    }

    private static byte[] digest(
            DigestType type, Octets key, Octets senderNonce, Octets receiverNonce, byte[] message) {
        Mac mac = mac(type, key);
        if (u16(message, TYPE_NUMBER_AT) != MessageType.SCCRQ.number()) {
            mac.update(senderNonce.shared());
            mac.update(receiverNonce.shared());
        }
        return mac.doFinal(message);
    }

    private static Mac mac(DigestType type, Octets key) {
        try {
            Mac mac = Mac.getInstance(type.algorithm());
            // HMAC fills a key up with zeros: an empty one, which the platform refuses, is the same as one zero.
            mac.init(new SecretKeySpec(key.length() == 0 ? new byte[1] : key.shared(), type.algorithm()));
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java has " + type.algorithm(), e);
        }
    }

    private static int u16(byte[] octets, int at) {
        return (octets[at] & 0xff) << 8 | octets[at + 1] & 0xff;
    }
}
