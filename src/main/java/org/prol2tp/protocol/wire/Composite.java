package org.prol2tp.protocol.wire;

import java.util.ArrayList;
import java.util.List;

/// Layouts of the AVPs that hold more than one field.
///
/// Reserved fields are sent as 0 and not looked at.
final class Composite {
    /// The M bit is no part of the value; [AvpFormat] adds what came.
    static final Layout<GeneralAvp.MessageTypeAvp> MESSAGE_TYPE = new Layout<>(
            "u16",
            reader -> new GeneralAvp.MessageTypeAvp(reader.u16(), true),
            (writer, avp) -> writer.u16(avp.number()),
            avp -> MessageType.of(avp.number()).map(MessageType::rfcName).orElse(Integer.toString(avp.number())));

    /// The error code is sent where it or a message says something. RFC 2661 §4.4.2.
    static final Layout<ResultCode> RESULT_CODE = new Layout<>(
            "u16 [u16 [text]]",
            reader -> new ResultCode(reader.u16(), reader.remaining() == 0 ? 0 : reader.u16(), reader.text()),
            (writer, avp) -> {
                writer.u16(avp.result());
                if (avp.error() != 0 || !avp.message().isEmpty()) {
                    writer.u16(avp.error());
                    writer.text(avp.message());
                }
            },
            avp -> avp.result() + "/" + avp.error() + message(avp.message()));

    static final Layout<ControlConnectionAvp.ProtocolVersion> PROTOCOL_VERSION = new Layout<>(
            "u8 u8",
            reader -> new ControlConnectionAvp.ProtocolVersion(reader.u8(), reader.u8()),
            (writer, avp) -> {
                writer.u8(avp.version());
                writer.u8(avp.revision());
            },
            avp -> avp.version() + "." + avp.revision());

    static final Layout<CallAvp.Q931CauseCode> Q931_CAUSE = new Layout<>(
            "u16 u8 [text]",
            reader -> new CallAvp.Q931CauseCode(reader.u16(), reader.u8(), reader.text()),
            (writer, avp) -> {
                writer.u16(avp.causeCode());
                writer.u8(avp.causeMessage());
                writer.text(avp.advisory());
            },
            avp -> avp.causeCode() + "/" + avp.causeMessage() + message(avp.advisory()));

    static final Layout<CallStatusAvp.CallErrors> CALL_ERRORS = new Layout<>(
            "0 0 u32 u32 u32 u32 u32 u32",
            reader -> {
                reader.u16();
                return new CallStatusAvp.CallErrors(
                        reader.u32(), reader.u32(), reader.u32(), reader.u32(), reader.u32(), reader.u32());
            },
            (writer, avp) -> {
                writer.u16(0);
                writer.u32(avp.crcErrors());
                writer.u32(avp.framingErrors());
                writer.u32(avp.hardwareOverruns());
                writer.u32(avp.bufferOverruns());
                writer.u32(avp.timeOutErrors());
                writer.u32(avp.alignmentErrors());
            },
            avp -> avp.crcErrors()
                    + "/" + avp.framingErrors()
                    + "/" + avp.hardwareOverruns()
                    + "/" + avp.bufferOverruns()
                    + "/" + avp.timeOutErrors()
                    + "/" + avp.alignmentErrors());

    static final Layout<CallStatusAvp.Accm> ACCM = new Layout<>(
            "0 0 u32 u32",
            reader -> {
                reader.u16();
                return new CallStatusAvp.Accm(reader.u32(), reader.u32());
            },
            (writer, avp) -> {
                writer.u16(0);
                writer.u32(avp.send());
                writer.u32(avp.receive());
            },
            avp -> "%08x/%08x".formatted(avp.send(), avp.receive()));

    static final Layout<AtmAvp.VpiVciIdentifier> VPI_VCI = new Layout<>(
            "u16 u16",
            reader -> new AtmAvp.VpiVciIdentifier(reader.u16(), reader.u16()),
            (writer, avp) -> {
                writer.u16(avp.vpi());
                writer.u16(avp.vci());
            },
            avp -> avp.vpi() + "/" + avp.vci());

    static final Layout<PppDisconnectCause> PPP_DISCONNECT_CAUSE = new Layout<>(
            "u16 u16 u8 [text]",
            reader -> new PppDisconnectCause(reader.u16(), reader.u16(), reader.u8(), reader.text()),
            (writer, avp) -> {
                writer.u16(avp.code());
                writer.u16(avp.controlProtocol());
                writer.u8(avp.direction());
                writer.text(avp.message());
            },
            avp -> avp.code() + "/" + avp.controlProtocol() + "/" + avp.direction() + message(avp.message()));

    static final Layout<AccessLineAvp.AccessLoopEncapsulation> ACCESS_LOOP_ENCAPSULATION = new Layout<>(
            "u8 u8 u8",
            reader -> new AccessLineAvp.AccessLoopEncapsulation(reader.u8(), reader.u8(), reader.u8()),
            (writer, avp) -> {
                writer.u8(avp.dataLink());
                writer.u8(avp.encapsulation1());
                writer.u8(avp.encapsulation2());
            },
            avp -> avp.dataLink() + "/" + avp.encapsulation1() + "/" + avp.encapsulation2());

    static final Layout<EcnAvp.EcnCapability> ECN_CAPABILITY = new Layout<>(
            "u16",
            reader -> new EcnAvp.EcnCapability((reader.u16() & 1) != 0),
            (writer, avp) -> writer.u16(avp.propagates() ? 1 : 0),
            avp -> avp.propagates() ? "yes" : "no");

    static final Layout<GeneralAvp.MessageDigestAvp> MESSAGE_DIGEST = new Layout<>(
            "u8 octets",
            reader -> new GeneralAvp.MessageDigestAvp(reader.u8(), reader.rest()),
            (writer, avp) -> {
                writer.u8(avp.type());
                writer.octets(avp.digest());
            },
            avp -> avp.type() + "/" + avp.digest().hex());

    static final Layout<GeneralAvp.ExtendedVendorId> EXTENDED_VENDOR_ID = new Layout<>(
            "u32 u16 octets",
            reader -> new GeneralAvp.ExtendedVendorId(reader.u32(), reader.u16(), reader.rest()),
            (writer, avp) -> {
                writer.u32(avp.vendorId());
                writer.u16(avp.type());
                writer.octets(avp.value());
            },
            avp -> avp.vendorId() + "/" + avp.type() + "/" + avp.value().hex());

    static final Layout<ControlConnectionAvp.PseudowireCapabilitiesList> PSEUDOWIRE_CAPABILITIES = new Layout<>(
            "u16…",
            reader -> {
                List<Integer> types = new ArrayList<>();
                while (reader.remaining() > 0) {
                    types.add(reader.u16());
                }
                return new ControlConnectionAvp.PseudowireCapabilitiesList(types);
            },
            (writer, avp) -> avp.types().forEach(writer::u16),
            avp -> avp.types().toString());

    private Composite() {}

    private static String message(String text) {
        return text.isEmpty() ? "" : "/" + Text.quote(text);
    }
}
