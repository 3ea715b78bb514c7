package org.prol2tp.aaa;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.prol2tp.operator.config.RadiusSettings;

/// What a server wants of sessions that are up: RFC 5176.
class DynamicAuthorizationTest extends RadiusCase {
    @Test
    void aServerEndsASession() throws Exception {
        StandIn server = standIn(RadiusTest::accepts);
        RadiusSettings.Builder settings = settings(server);
        settings.disconnectPort = freePort();
        Radius radius = radius(settings);
        ask(radius, PASSWORD);
        radius.happened(up());
        Packet nak = disconnect(radius, "wilma");
        assertThat(nak.code()).isEqualTo(Packet.DISCONNECT_NAK);
        assertThat(nak.number(Attribute.ERROR_CAUSE)).contains(503L);
        assertThat(ended).isEmpty();
        assertThat(disconnect(radius, "fred").code()).isEqualTo(Packet.DISCONNECT_ACK);
        assertThat(ended).containsExactly(REF);
    }

    private static Packet disconnect(Radius radius, String user) throws IOException {
        return said(radius, Packet.DISCONNECT_REQUEST, Attribute.text(Attribute.USER_NAME, user));
    }

    private static Packet said(Radius radius, int code, Attribute... attributes) throws IOException {
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            byte[] request = Seal.digestedRequest(code, 1, List.of(attributes), StandIn.SECRET);
            return said(radius, channel, request);
        }
    }

    private static Packet said(Radius radius, DatagramChannel channel, byte[] request) throws IOException {
        channel.send(
                ByteBuffer.wrap(request),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), radius.disconnectPort()));
        channel.socket().setSoTimeout(20_000);
        var answer = new java.net.DatagramPacket(new byte[4096], 4096);
        channel.socket().receive(answer);
        return Packet.decode(Arrays.copyOf(answer.getData(), answer.getLength()))
                .orElseThrow();
    }

    private Radius listening(StandIn server) throws Exception {
        RadiusSettings.Builder settings = settings(server);
        settings.disconnectPort = freePort();
        Radius radius = radius(settings);
        ask(radius, PASSWORD);
        radius.happened(up());
        return radius;
    }

    /// RFC 5176 §2.2.
    @Test
    void aServerChangesTheLimitsOfASession() throws Exception {
        Radius radius = listening(standIn(RadiusTest::accepts));
        Packet ack = said(
                radius,
                Packet.COA_REQUEST,
                Attribute.text(Attribute.USER_NAME, "fred"),
                Attribute.number(Attribute.NAS_PORT, 0x12345678L),
                Attribute.text(Attribute.CALLED_STATION_ID, "4711"),
                Attribute.text(Attribute.NAS_IDENTIFIER, "lns"),
                new Attribute(Attribute.PROXY_STATE, new byte[] {1, 2}),
                Attribute.number(Attribute.SESSION_TIMEOUT, 600),
                Attribute.number(Attribute.IDLE_TIMEOUT, 0));
        assertThat(ack.code()).isEqualTo(Packet.COA_ACK);
        assertThat(ack.first(Attribute.PROXY_STATE).orElseThrow().value()).containsExactly(1, 2);
        assertThat(limits).containsExactly("4 Optional[PT10M] Optional[PT0S]");
        assertThat(ended).isEmpty();
    }

    @Test
    void accountingSaysTheClassThatAServerGaveLater() throws Exception {
        StandIn server = standIn(RadiusTest::accepts);
        RadiusSettings.Builder settings = settings(server);
        settings.disconnectPort = freePort();
        settings.accounting = true;
        Radius radius = radius(settings);
        ask(radius, PASSWORD);
        radius.happened(up());
        assertThat(said(
                                radius,
                                Packet.COA_REQUEST,
                                Attribute.address(Attribute.FRAMED_IP_ADDRESS, ADDRESS),
                                new Attribute(Attribute.CLASS, new byte[] {9}))
                        .code())
                .isEqualTo(Packet.COA_ACK);
        radius.happened(down(3, "", true));
        Packet stop = nextRecord(server);
        while (stop.number(Attribute.ACCT_STATUS_TYPE).orElseThrow() != 2) {
            stop = nextRecord(server);
        }
        assertThat(stop.all(Attribute.CLASS))
                .singleElement()
                .satisfies(it -> assertThat(it.value()).containsExactly(9));
    }

    /// RFC 5176 §3.5.
    @Test
    void whatCannotBeChangedChangesNothingAndSaysWhy() throws Exception {
        Radius radius = listening(standIn(RadiusTest::accepts));
        Attribute fred = Attribute.text(Attribute.USER_NAME, "fred");
        Attribute limit = Attribute.number(Attribute.SESSION_TIMEOUT, 600);
        assertThat(causeOf(radius, Packet.COA_REQUEST, fred, limit, Attribute.text(Attribute.FRAMED_POOL, "x")))
                .isEqualTo(401);
        assertThat(causeOf(radius, Packet.COA_REQUEST, fred)).isEqualTo(402);
        assertThat(causeOf(radius, Packet.COA_REQUEST, limit)).isEqualTo(402);
        assertThat(causeOf(radius, Packet.COA_REQUEST, fred, limit, Attribute.text(Attribute.NAS_IDENTIFIER, "x")))
                .isEqualTo(403);
        assertThat(causeOf(radius, Packet.COA_REQUEST, fred, limit, Attribute.number(Attribute.SERVICE_TYPE, 17)))
                .isEqualTo(405);
        assertThat(causeOf(radius, Packet.COA_REQUEST, fred, new Attribute(Attribute.IDLE_TIMEOUT, new byte[3])))
                .isEqualTo(407);
        assertThat(causeOf(radius, Packet.COA_REQUEST, Attribute.text(Attribute.USER_NAME, "wilma"), limit))
                .isEqualTo(503);
        assertThat(causeOf(radius, Packet.DISCONNECT_REQUEST, fred, limit)).isEqualTo(401);
        assertThat(causeOf(radius, Packet.DISCONNECT_REQUEST)).isEqualTo(402);
        assertThat(limits).isEmpty();
        assertThat(ended).isEmpty();
    }

    private static long causeOf(Radius radius, int code, Attribute... attributes) throws IOException {
        Packet nak = said(radius, code, attributes);
        assertThat(nak.code()).isEqualTo(code == Packet.COA_REQUEST ? Packet.COA_NAK : Packet.DISCONNECT_NAK);
        return nak.number(Attribute.ERROR_CAUSE).orElseThrow();
    }

    /// RFC 5176 §2.3: who asks again gets the same answer.
    @Test
    void aRequestThatComesAgainIsNotCarriedOutAgain() throws Exception {
        Radius radius = listening(standIn(RadiusTest::accepts));
        byte[] request = Seal.digestedRequest(
                Packet.DISCONNECT_REQUEST, 1, List.of(Attribute.text(Attribute.USER_NAME, "fred")), StandIn.SECRET);
        try (DatagramChannel channel = DatagramChannel.open()) {
            channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            Packet first = said(radius, channel, request);
            radius.happened(down(3, "", false));
            assertThat(said(radius, channel, request).encode()).isEqualTo(first.encode());
        }
        assertThat(ended).hasSize(1);
    }
}
