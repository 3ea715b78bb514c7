package org.prol2tp.protocol.wire;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.prol2tp.protocol.wire.ResultCode.ErrorCode;

/// AVPs in octets, the same in both versions of L2TP:
///
/// ```
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |M|H| 0 0 0 0 |      Length       |           Vendor ID           |
/// |         Attribute Type          |  value, Length - 6 octets …
/// ```
///
/// Source: RFC 2661 §4.1, RFC 3931 §5.1.
final class AvpFormat {
    static final int HEADER_OCTETS = 6;

    /// What 10 bits of length allow.
    static final int MAX_VALUE_OCTETS = 0x3ff - HEADER_OCTETS;

    /// More are not read: no message of the RFCs has half as many, and each one costs the receiver work.
    static final int MAX_AVPS_PER_MESSAGE = 128;

    private static final int M = 0x8000;
    private static final int H = 0x4000;
    private static final int RESERVED = 0x3c00;
    private static final int LENGTH = 0x03ff;

    private AvpFormat() {}

    /// One AVP, its value not yet understood.
    ///
    /// @param reserved the four reserved bits, 0..15
    /// @param scrap why this is no AVP, and why what follows cannot be read; empty for an AVP
    record Raw(
            int vendorId,
            int type,
            boolean mandatory,
            boolean hidden,
            int reserved,
            Octets value,
            Optional<String> scrap) {}

    /// Walks over AVPs; what it tells is of the AVP that [#next] came to. Never fails: the last one may be
    /// scrap.
    private static final class Cursor {
        private final byte[] octets;
        private final Reader value;
        private int at;
        private int count;
        private int bits;
        private int vendorId;
        private int type;
        private int valueAt;

        /// Why this is no AVP, and why what follows cannot be read; empty for an AVP.
        private String scrap = "";

        Cursor(Octets octets) {
            this.octets = octets.shared();
            this.value = new Reader(this.octets, 0, 0);
        }

        /// Goes on to the next one; false: there is none.
        boolean next() {
            int left = octets.length - at;
            if (left == 0 || !scrap.isEmpty()) {
                return false;
            }
            if (count++ == MAX_AVPS_PER_MESSAGE) {
                return scrap(M, "more than " + MAX_AVPS_PER_MESSAGE + " AVPs");
            }
            if (left < HEADER_OCTETS) {
                return scrap((octets[at] & 0xff) << 8, left + " octets after the last AVP");
            }
            bits = u16(at);
            vendorId = u16(at + 2);
            type = u16(at + 4);
            int length = bits & LENGTH;
            if (length < HEADER_OCTETS || length > left) {
                scrap = "AVP length " + length + " of " + left + " octets left";
                bits &= M;
                valueAt = at;
                return true;
            }
            valueAt = at + HEADER_OCTETS;
            at += length;
            return true;
        }

        private boolean scrap(int itsBits, String why) {
            bits = itsBits & M;
            vendorId = 0;
            type = 0;
            valueAt = at;
            scrap = why;
            return true;
        }

        private int u16(int from) {
            return (octets[from] & 0xff) << 8 | octets[from + 1] & 0xff;
        }

        boolean mandatory() {
            return (bits & M) != 0;
        }

        boolean hidden() {
            return (bits & H) != 0;
        }

        int reserved() {
            return (bits & RESERVED) >>> 10;
        }

        /// A copy; none of scrap.
        Octets value() {
            return Octets.of(octets, valueAt, at);
        }

        /// Until the next one.
        Reader valueReader() {
            return value.over(valueAt, at);
        }
    }

    /// Cuts octets into AVPs; never fails: the last one may be scrap.
    static List<Raw> split(Octets octets) {
        List<Raw> raws = new ArrayList<>();
        Cursor cursor = new Cursor(octets);
        while (cursor.next()) {
            raws.add(new Raw(
                    cursor.vendorId,
                    cursor.type,
                    cursor.mandatory(),
                    cursor.hidden(),
                    cursor.reserved(),
                    cursor.value(),
                    cursor.scrap.isEmpty() ? Optional.empty() : Optional.of(cursor.scrap)));
        }
        return raws;
    }

    /// The value of the first AVP, if that is a Message Type; else negative.
    static int firstMessageType(Octets octets) {
        if (octets.length() < HEADER_OCTETS + 2) {
            return -1;
        }
        Reader reader = new Reader(octets);
        boolean plain = (reader.u16() & (H | LENGTH)) == HEADER_OCTETS + 2;
        boolean messageType = reader.u16() == AvpTable.IETF && reader.u16() == 0;
        return plain && messageType ? reader.u16() : -1;
    }

    /// Whether one of the AVPs is this, whatever its value.
    static boolean has(Octets octets, AvpRow<?, ?> row) {
        Cursor cursor = new Cursor(octets);
        while (cursor.next()) {
            if (cursor.type == row.type() && cursor.vendorId == row.vendorId()) {
                return true;
            }
        }
        return false;
    }

    /// Reads AVPs in their order; each becomes its record, or [Avp.Unrecognised] or [Avp.Malformed].
    ///
    /// @param secret what hidden AVPs were hidden with; without it they are malformed
    static List<Avp> decode(Version version, Octets octets, Optional<Octets> secret) {
        List<Avp> avps = new ArrayList<>();
        Optional<Octets> randomVector = Optional.empty();
        Cursor cursor = new Cursor(octets);
        while (cursor.next()) {
            Avp avp = decode(version, cursor, secret, randomVector);
            if (avp instanceof GeneralAvp.RandomVector(Octets value)) {
                randomVector = Optional.of(value);
            }
            avps.add(avp);
        }
        return avps;
    }

    private static Avp decode(Version version, Cursor raw, Optional<Octets> secret, Optional<Octets> randomVector) {
        if (!raw.scrap.isEmpty()) {
            return malformed(raw, ErrorCode.WRONG_LENGTH, raw.scrap);
        }
        Optional<AvpRow<?, ?>> row = AvpTable.row(raw.vendorId, raw.type);
        if (row.isEmpty() || !row.get().isOf(version) || reservedForbids(version, raw)) {
            boolean mandatory = raw.mandatory() && !mayBeIgnored(version, row);
            return new Avp.Unrecognised(raw.vendorId, raw.type, mandatory, raw.value());
        }
        try {
            Reader value = raw.hidden()
                    ? new Reader(HiddenAvp.reveal(
                            raw.type,
                            secret.orElseThrow(() -> new MalformedValue("hidden, and there is no secret")),
                            randomVector.orElseThrow(
                                    () -> new MalformedValue("hidden, and no Random Vector before it")),
                            raw.value()))
                    : raw.valueReader();
            Avp avp = row.get().read(value);
            return avp instanceof GeneralAvp.MessageTypeAvp(int number, boolean ignored)
                    ? new GeneralAvp.MessageTypeAvp(number, raw.mandatory())
                    : avp;
        } catch (IllegalArgumentException malformed) {
            ErrorCode error = malformed instanceof MalformedValue value ? value.error() : ErrorCode.OUT_OF_RANGE;
            return malformed(raw, error, String.valueOf(malformed.getMessage()));
        }
    }

    /// Reserved bits make an AVP unrecognised in L2TPv2 (RFC 2661 §4.1); L2TPv3 does not look at them (RFC
    /// 3931 §5.1).
    private static boolean reservedForbids(Version version, Cursor raw) {
        return version == Version.V2 && raw.reserved() != 0;
    }

    /// Whoever reads L2TPv3 knows the AVPs of L2TPv2, and that they mean nothing there (RFC 3931 §4.7.3).
    private static boolean mayBeIgnored(Version version, Optional<AvpRow<?, ?>> row) {
        return version == Version.V3 && row.isPresent() && !row.get().isOf(version);
    }

    private static Avp malformed(Cursor raw, ErrorCode error, String why) {
        return new Avp.Malformed(raw.vendorId, raw.type, raw.mandatory(), error, why);
    }

    /// Appends one AVP, hidden if its row allows it and `hiding` is there.
    ///
    /// Throws `IllegalArgumentException` for a value that is too long, and for one that this version does
    /// not have: bugs of ours.
    static void encode(Writer writer, Version version, Avp avp, Optional<Hiding> hiding) {
        switch (avp) {
            case Avp.Unrecognised(int vendorId, int type, boolean mandatory, Octets octets) -> {
                int start = header(writer, mandatory ? M : 0, vendorId, type);
                writer.octets(octets);
                patchLength(writer, start);
            }
            case Avp.Malformed _ -> throw new IllegalArgumentException("a malformed AVP is not sent");
            default -> {
                AvpRow<?, ?> row = AvpTable.row(version, avp)
                        .orElseThrow(() -> new IllegalArgumentException(
                                version + " has no " + avp.getClass().getSimpleName()));
                boolean mandatory = avp instanceof GeneralAvp.MessageTypeAvp(int ignored, boolean set)
                        ? set
                        : row.mandatory(version);
                encode(writer, row, avp, mandatory, hiding);
            }
        }
    }

    /// The same by this row, with this M bit.
    static void encode(Writer writer, AvpRow<?, ?> row, Avp avp, boolean mandatory, Optional<Hiding> hiding) {
        boolean hide = hiding.isPresent() && row.hiding() == AvpRow.HRule.MAY_HIDE;
        int start = header(writer, (mandatory ? M : 0) | (hide ? H : 0), row.vendorId(), row.type());
        int valueAt = writer.length();
        row.write(writer, avp);
        if (hide) {
            Octets value = Octets.of(writer.takeBack(valueAt));
            writer.octets(hiding.get().hide(row.type(), value));
        }
        patchLength(writer, start);
    }

    private static int header(Writer writer, int bits, int vendorId, int type) {
        int start = writer.length();
        writer.u16(bits);
        writer.u16(vendorId);
        writer.u16(type);
        return start;
    }

    private static void patchLength(Writer writer, int start) {
        int length = writer.length() - start;
        if (length > LENGTH) {
            throw new IllegalArgumentException("AVP of " + length + " octets, must be at most " + LENGTH);
        }
        writer.orU16At(start, length);
    }
}
