package org.prol2tp.protocol.ppp;

/// One line for a packet, for traces. What may hold a secret or a challenge prints as `…`.
final class PacketText {
    private static final String[] CODES = {
        "code 0",
        "Configure-Request",
        "Configure-Ack",
        "Configure-Nak",
        "Configure-Reject",
        "Terminate-Request",
        "Terminate-Ack",
        "Code-Reject",
        "Protocol-Reject",
        "Echo-Request",
        "Echo-Reply",
        "Discard-Request",
        "Identification",
        "Time-Remaining",
    };

    private static final String[] PAP_CODES = {
        "code 0", "Authenticate-Request", "Authenticate-Ack", "Authenticate-Nak",
    };

    private static final String[] CHAP_CODES = {"code 0", "Challenge", "Response", "Success", "Failure"};

    private static final String[] EAP_CODES = {"code 0", "Request", "Response", "Success", "Failure"};

    private PacketText() {}

    static String of(int protocol, ControlPacket packet) {
        return switch (protocol) {
            case PppFrame.LCP -> "LCP " + text(CODES, packet) + options(packet);
            case PppFrame.IPCP -> "IPCP " + text(CODES, packet) + options(packet);
            case PppFrame.IPV6CP -> "IPV6CP " + text(CODES, packet) + options(packet);
            case PppFrame.PAP -> "PAP " + text(PAP_CODES, packet) + " …";
            case PppFrame.CHAP -> "CHAP " + text(CHAP_CODES, packet) + " …";
            case PppFrame.EAP -> "EAP " + text(EAP_CODES, packet) + " …";
            default -> "0x" + Integer.toHexString(protocol);
        };
    }

    private static String text(String[] codes, ControlPacket packet) {
        String name = packet.code() < codes.length ? codes[packet.code()] : "code " + packet.code();
        return name + " id=" + packet.identifier();
    }

    private static String options(ControlPacket packet) {
        if (packet.code() < ControlPacket.CONFIGURE_REQUEST || packet.code() > ControlPacket.CONFIGURE_REJECT) {
            return " length=" + packet.data().length;
        }
        return Option.decode(packet.data()).map(options -> " " + options).orElse(" malformed options");
    }
}
