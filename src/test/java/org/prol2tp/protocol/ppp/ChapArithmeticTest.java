package org.prol2tp.protocol.ppp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ChapArithmeticTest {
    private static final byte[] USER = ascii("User");
    private static final byte[] PASSWORD = ascii("clientPass");
    private static final byte[] CHALLENGE = hex("5B5D7C7D7B3F2F3E3C2C602132262628");
    private static final byte[] PEER_CHALLENGE = hex("21402324255E262A28295F2B3A337C7E");

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    private static String print(byte[] octets) {
        return HexFormat.of().withUpperCase().formatHex(octets);
    }

    /// RFC 2433, the example of appendix B.
    @Test
    void msChapV1IsTheRfcsExample() {
        byte[] challenge = hex("102DB5DF085D3041");
        byte[] password = ascii("MyPw");
        assertThat(print(MsChapV2.passwordHash(password))).isEqualTo("FC156AF7EDCD6C0EDDE3337D427F4EAC");
        assertThat(print(MsChapV1.ntResponse(challenge, password)))
                .isEqualTo("4E9D3C8F9CFD385D5BF4D3246791956CA4C351AB409A3D61");
        byte[] value = MsChapV1.response(challenge, password);
        assertThat(print(value)).isEqualTo("00".repeat(24) + print(MsChapV1.ntResponse(challenge, password)) + "01");
        assertThat(MsChapV1.isRight(value, challenge, password)).isTrue();
        assertThat(MsChapV1.isRight(value, challenge, ascii("mypw"))).isFalse();
        value[48] = 0; // the LAN Manager response is to be used
        assertThat(MsChapV1.isRight(value, challenge, password)).isFalse();
    }

    /// RFC 2759 §9.2.
    @Test
    void msChapV2IsTheRfcsExample() {
        assertThat(print(MsChapV2.challengeHash(PEER_CHALLENGE, CHALLENGE, USER)))
                .isEqualTo("D02E4386BCE91226");
        assertThat(print(MsChapV2.passwordHash(PASSWORD))).isEqualTo("44EBBA8D5312B8D611474411F56989AE");
        assertThat(print(MsChapV2.ntResponse(CHALLENGE, PEER_CHALLENGE, USER, PASSWORD)))
                .isEqualTo("82309ECD8D708B5EA08FAA3981CD83544233114A3D85D6DF");
        byte[] value = MsChapV2.response(CHALLENGE, PEER_CHALLENGE, USER, PASSWORD);
        assertThat(MsChapV2.authenticatorResponse(value, CHALLENGE, USER, PASSWORD))
                .isEqualTo("S=407A5589115FD0D6209F510FE9C04566932CDA56");
    }

    @Test
    void domainIsNotHashed() {
        assertThat(print(MsChapV2.challengeHash(PEER_CHALLENGE, CHALLENGE, ascii("DOMAIN\\User"))))
                .isEqualTo("D02E4386BCE91226");
    }

    @Test
    void msChapV2TakesTheRightPasswordOnly() {
        byte[] value = MsChapV2.response(CHALLENGE, PEER_CHALLENGE, USER, PASSWORD);
        assertThat(MsChapV2.isRight(value, CHALLENGE, USER, PASSWORD)).isTrue();
        assertThat(MsChapV2.isRight(value, CHALLENGE, USER, ascii("clientpass")))
                .isFalse();
        assertThat(MsChapV2.isRight(value, PEER_CHALLENGE, USER, PASSWORD)).isFalse();
    }

    /// RFC 1994 §4.1: MD5 over identifier, secret, challenge, here as one run of octets.
    @Test
    void md5ResponseIsTheDigestOfTheThree() throws NoSuchAlgorithmException {
        byte[] whole = hex("25" + "736563726574" + "000102030405060708090A0B0C0D0E0F");
        byte[] digest = MessageDigest.getInstance("MD5").digest(whole);
        assertThat(Chap.md5Response(0x25, ascii("secret"), hex("000102030405060708090A0B0C0D0E0F")))
                .isEqualTo(digest);
    }

    @Test
    void papRequestIsTheRfcsLayout() {
        assertThat(print(Pap.encodeRequest("joe", ascii("pw")))).isEqualTo("036A6F65027077");
        assertThat(Pap.decodeRequest(hex("036A6F65027077")).orElseThrow()).hasToString("joe …");
        assertThat(Pap.decodeRequest(hex("036A6F65037077"))).isEmpty();
        assertThat(Pap.decodeRequest(hex("096A6F65"))).isEmpty();
        assertThat(Pap.decodeRequest(hex(""))).isEmpty();
    }
}
