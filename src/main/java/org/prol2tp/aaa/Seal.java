package org.prol2tp.aaa;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.prol2tp.protocol.node.Secret;

/// What proves that a packet is of somebody who knows the secret, and hides passwords in it.
///
/// Source: RFC 2865 §3, §5.2; RFC 2866 §3; RFC 3579 §3.2 (Message-Authenticator); RFC 5176 §2.3.
final class Seal {
    private static final int AUTHENTICATOR_AT = 4;
    private static final int BLOCK = 16;

    /// The most that User-Password holds.
    static final int MAX_PASSWORD = 128;

    private Seal() {}

    /// An Access-Request, with a Message-Authenticator in front (draft-ietf-radext-deprecating-radius: before all that
    /// somebody else could have chosen).
    static byte[] accessRequest(int identifier, byte[] authenticator, List<Attribute> attributes, Secret secret) {
        return withMessageAuthenticator(Packet.ACCESS_REQUEST, identifier, authenticator, attributes, secret);
    }

    /// A request whose authenticator is the digest of all of it: Accounting, Disconnect.
    static byte[] digestedRequest(int code, int identifier, List<Attribute> attributes, Secret secret) {
        byte[] octets = new Packet(code, identifier, new byte[BLOCK], attributes).encode();
        putAuthenticator(octets, md5(octets, secret.octets()));
        return octets;
    }

    /// The answer to a request with this authenticator.
    static byte[] answer(int code, int identifier, byte[] asked, List<Attribute> attributes, Secret secret) {
        byte[] octets = withMessageAuthenticator(code, identifier, asked, attributes, secret);
        putAuthenticator(octets, md5(octets, secret.octets()));
        return octets;
    }

    private static byte[] withMessageAuthenticator(
            int code, int identifier, byte[] authenticator, List<Attribute> attributes, Secret secret) {
        List<Attribute> all = new ArrayList<>(attributes.size() + 1);
        all.add(new Attribute(Attribute.MESSAGE_AUTHENTICATOR, new byte[BLOCK]));
        all.addAll(attributes);
        byte[] octets = new Packet(code, identifier, authenticator, all).encode();
        byte[] mac = hmac(octets, secret);
        System.arraycopy(mac, 0, octets, Packet.HEADER_OCTETS + Attribute.HEADER_OCTETS, BLOCK);
        return octets;
    }

    /// Whether `octets`, which decode to `answer`, answer the request with this authenticator. A Message-Authenticator
    /// has to be right where there is one, and to be there if `demanded`.
    static boolean isAnswer(byte[] octets, Packet answer, byte[] asked, Secret secret, boolean demanded) {
        byte[] packet = trimmed(octets);
        putAuthenticator(packet, asked);
        return MessageDigest.isEqual(md5(packet, secret.octets()), answer.authenticator())
                && hasRightMac(packet, answer, secret, demanded);
    }

    /// Whether `octets`, which decode to `request`, are a request whose authenticator is its digest.
    static boolean isDigestedRequest(byte[] octets, Packet request, Secret secret) {
        byte[] packet = trimmed(octets);
        putAuthenticator(packet, new byte[BLOCK]);
        return MessageDigest.isEqual(md5(packet, secret.octets()), request.authenticator())
                && hasRightMac(packet, request, secret, false);
    }

    /// @param octets with the authenticator that the digest is made with
    private static boolean hasRightMac(byte[] octets, Packet packet, Secret secret, boolean demanded) {
        int at = Packet.HEADER_OCTETS;
        boolean found = false;
        for (Attribute attribute : packet.attributes()) {
            if (attribute.type() == Attribute.MESSAGE_AUTHENTICATOR) {
                if (found || attribute.value().length != BLOCK) {
                    return false;
                }
                found = true;
                byte[] blank = octets.clone();
                int from = at + Attribute.HEADER_OCTETS;
                Arrays.fill(blank, from, from + BLOCK, (byte) 0);
                if (!MessageDigest.isEqual(hmac(blank, secret), attribute.value())) {
                    return false;
                }
            }
            at += Attribute.HEADER_OCTETS + attribute.value().length;
        }
        return found || !demanded;
    }

    /// A password as User-Password carries it: RFC 2865 §5.2. What is longer than [#MAX_PASSWORD] is cut.
    static byte[] hidePassword(byte[] password, byte[] authenticator, Secret secret) {
        int length = Math.min(password.length, MAX_PASSWORD);
        byte[] hidden =
                Arrays.copyOf(Arrays.copyOf(password, length), Math.max(BLOCK, (length + BLOCK - 1) / BLOCK * BLOCK));
        byte[] before = authenticator;
        for (int block = 0; block < hidden.length; block += BLOCK) {
            byte[] mask = md5(secret.octets(), before);
            for (int i = 0; i < BLOCK; i++) {
                hidden[block + i] ^= mask[i];
            }
            before = Arrays.copyOfRange(hidden, block, block + BLOCK);
        }
        return hidden;
    }

    private static byte[] trimmed(byte[] octets) {
        int length = (octets[2] & 0xff) << 8 | octets[3] & 0xff;
        return Arrays.copyOf(octets, length);
    }

    private static void putAuthenticator(byte[] packet, byte[] authenticator) {
        System.arraycopy(authenticator, 0, packet, AUTHENTICATOR_AT, BLOCK);
    }

    private static byte[] md5(byte[] first, byte[] second) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(first);
            return digest.digest(second);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    private static byte[] hmac(byte[] octets, Secret secret) {
        try {
            Mac mac = Mac.getInstance("HmacMD5");
            mac.init(new SecretKeySpec(secret.octets(), "HmacMD5"));
            return mac.doFinal(octets);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacMD5", e);
        }
    }
}
