package org.prol2tp.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.prol2tp.daemon.PppChoice.Circumstances;
import org.prol2tp.operator.config.BeyondPppd;
import org.prol2tp.operator.config.ConfigError;

/// Who negotiates PPP: a row for each reason.
class PppChoiceTest {
    private static final BeyondPppd MULTILINK =
            new BeyondPppd(new ConfigError("x.conf", 3, 5, "ppp profile \"p\": multilink: no"), true);
    private static final BeyondPppd RADIUS =
            new BeyondPppd(new ConfigError("x.conf", 4, 5, "ppp profile \"p\": use_radius: not ours"), false);

    /// Empty cells: as on a machine with pppd and a kernel with PPP, where nothing is said.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # named      | plugin | decides | data plane | lacks             | beyond | chosen
                         |        |         |            |                   |        | ppp_unix (auto: the kernel carries PPP, and pppd is there)
            ppp_unix     |        |         |            |                   |        | ppp_unix
            ppp_unix     |        | sample  | userspace  | no pppd           | yes    | ppp_unix
            ppp_embedded |        |         |            |                   |        | ppp_embedded
            ppp_null     |        |         |            |                   |        | ppp_null
                         | yes    |         |            |                   |        | a plugin
            ppp_unix     | yes    |         |            |                   |        | a plugin
                         |        |         | userspace  |                   |        | ppp_embedded (auto: the data plane is userspace)
                         |        |         | none       | no pppd           | yes    | ppp_embedded (auto: the data plane is none)
                         |        |         |            | there is no pppd  |        | ppp_embedded (auto: there is no pppd)
                         |        | sample  |            |                   |        | ppp_embedded (auto: plugin sample decides about users)
                         |        |         |            |                   | yes    | ppp_embedded (auto: x.conf:3:5: ppp profile "p": multilink: no)
            """)
    void eachReasonHasItsRow(
            String named, String plugin, String decides, String dataPlane, String lacks, String beyond, String chosen) {
        PppChoice choice = PppChoice.of(new Circumstances(
                Optional.ofNullable(named).flatMap(PppChoice.Provider::named),
                plugin != null,
                Optional.ofNullable(decides),
                dataPlane == null ? "kernel" : dataPlane,
                dataPlane == null,
                Optional.ofNullable(lacks),
                beyond == null ? List.of() : List.of(MULTILINK, RADIUS)));
        assertThat(choice.text()).isEqualTo(chosen);
        assertThat(choice.isPppd()).isEqualTo(chosen.startsWith("ppp_unix"));
    }

    @Test
    void aReloadMayNotAskForWhatPppdDoesNotDoWhereNobodyNamedIt() {
        PppChoice automatic = new PppChoice(PppChoice.Provider.UNIX, "auto: it is there");
        assertThat(automatic.objections(List.of(), List.of())).isEmpty();
        assertThat(automatic.objections(List.of(MULTILINK, RADIUS), List.of("sample")))
                .containsExactly(
                        "x.conf:3:5: ppp profile \"p\": multilink: no; pppd has the PPP: restart the daemon and it has it"
                                + " itself, or set plugin ppp_unix and do without",
                        "x.conf:4:5: ppp profile \"p\": use_radius: not ours; pppd has the PPP: restart the daemon and it"
                                + " has it itself, or set plugin ppp_unix and do without");
        assertThat(automatic.objections(List.of(MULTILINK), List.of("ppp_unix")))
                .as("whoever names pppd wants it so")
                .isEmpty();
        assertThat(automatic.warnings(List.of(RADIUS))).isEmpty();
        for (PppChoice other : List.of(
                new PppChoice(PppChoice.Provider.UNIX, ""),
                new PppChoice(PppChoice.Provider.EMBEDDED, "auto: there is no pppd"))) {
            assertThat(other.objections(List.of(MULTILINK, RADIUS), List.of("sample")))
                    .isEmpty();
        }
    }

    @Test
    void whoNamedPppdIsToldWhatItLeavesOut() {
        assertThat(new PppChoice(PppChoice.Provider.UNIX, "").warnings(List.of(MULTILINK, RADIUS)))
                .containsExactly("x.conf:3:5: ppp profile \"p\": multilink: no; ppp_unix leaves it out, plugin"
                        + " ppp_embedded does it");
        assertThat(new PppChoice(PppChoice.Provider.EMBEDDED, "").warnings(List.of(MULTILINK)))
                .isEmpty();
    }
}
