package org.prol2tp.protocol.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.wire.MessageType;
import org.prol2tp.protocol.wire.Octets;

/// RFC 2661 §5.1.1
class ChallengeAuthenticationTest {
    private static final SharedSecret SECRET = new SharedSecret("secret".getBytes(StandardCharsets.US_ASCII));
    private static final Octets CHALLENGE = Octets.ofHex("000102030405060708090a0b0c0d0e0f");

    /// Computed apart from this program: MD5 of 2 or 3, the secret, the challenge.
    @Test
    void responseIsTheDigestOfTypeSecretAndChallenge() {
        assertThat(ChallengeAuthentication.response(MessageType.SCCRP, SECRET, CHALLENGE)
                        .hex())
                .isEqualTo("dd4186e2196f00124a9d588f02701259");
        assertThat(ChallengeAuthentication.response(MessageType.SCCCN, SECRET, CHALLENGE)
                        .hex())
                .isEqualTo("8f3c2fa6fcfea72215ae83ea89ec2b77");
    }

    @Test
    void challengeHasSixteenUnpredictableOctets() {
        ChallengeAuthentication challenge = fixed();
        assertThat(challenge.octets()).isEqualTo(CHALLENGE);
        assertThat(challenge.octets().length()).isEqualTo(16);
    }

    @Test
    void onlyTheRightResponseInTheRightMessageProves() {
        ChallengeAuthentication challenge = fixed();
        assertThat(challenge.provenBy(Octets.ofHex("8f3c2fa6fcfea72215ae83ea89ec2b77"), MessageType.SCCCN))
                .isTrue();
        assertThat(challenge.provenBy(Octets.ofHex("8f3c2fa6fcfea72215ae83ea89ec2b77"), MessageType.SCCRP))
                .isFalse();
        assertThat(challenge.provenBy(Octets.ofHex("8f3c2fa6fcfea72215ae83ea89ec2b78"), MessageType.SCCCN))
                .isFalse();
        assertThat(challenge.provenBy(Octets.EMPTY, MessageType.SCCCN)).isFalse();
    }

    @Test
    void secretAndChallengePrintAsNothing() {
        assertThat(SECRET).hasToString("…");
        assertThat(fixed()).hasToString("…");
    }

    private static ChallengeAuthentication fixed() {
        return ChallengeAuthentication.challenge(SECRET, octets -> {
            for (int i = 0; i < octets.length; i++) {
                octets[i] = (byte) i;
            }
        });
    }
}
