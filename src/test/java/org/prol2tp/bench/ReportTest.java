package org.prol2tp.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    private static final List<String> LINES = List.of(
            "datapath: round 1",
            "sample case=tcp-up who=vxlan unit=Mbit/s value=1000",
            "sample case=tcp-up who=prol2tp unit=Mbit/s value=480",
            "sample case=tcp-up who=vxlan unit=Mbit/s value=800",
            "sample case=tcp-up who=prol2tp unit=Mbit/s value=300",
            "sample case=tcp-up who=vxlan unit=Mbit/s value=900",
            "sample case=tcp-up who=prol2tp unit=Mbit/s value=450");
    private static final List<String> TARGETS = List.of(
            "# what must be reached",
            "reference datapath vxlan",
            "datapath tcp-up prol2tp Mbit/s vxlan ratio-at-least 0.5",
            "datapath tcp-up prol2tp Mbit/s - at-least 400",
            "datapath ping prol2tp ms veth within 0.35");

    private static PartResult result() {
        return new PartResult(
                "datapath",
                Map.of(
                        "commit",
                        "abc1234",
                        "date",
                        "2026-11-27",
                        "plan",
                        "full",
                        "machine",
                        "two cores",
                        "load",
                        "0.1"),
                Series.parse(LINES));
    }

    @Test
    void aSeriesHasTheSamplesOfAllRounds() {
        assertThat(Series.parse(LINES))
                .containsExactly(
                        new Series("tcp-up", "vxlan", "Mbit/s", List.of(1000.0, 800.0, 900.0)),
                        new Series("tcp-up", "prol2tp", "Mbit/s", List.of(480.0, 300.0, 450.0)));
    }

    @Test
    void aSampleWithoutAValueIsAnError() {
        assertThatThrownBy(() -> Series.parse(List.of("sample case=a who=b unit=c")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no value");
    }

    @Test
    void theMedianOfAnEvenNumberIsTheMeanOfTheMiddle() {
        assertThat(new Series("a", "b", "c", List.of(4.0, 1.0, 3.0, 100.0)).median())
                .isEqualTo(3.5);
    }

    @Test
    void theFileIsReadAsItWasWritten(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("datapath.json");
        result().write(file, List.of("vxlan"));
        assertThat(PartResult.read(file)).isEqualTo(result());
        assertThat(Files.readString(file)).contains("\"median\":450.0").contains("\"ratio_to\":{\"vxlan\":0.5}");
    }

    @Test
    void targetsAreMetMissedOrNotMeasured() {
        assertThat(Report.markdown(List.of(result()), TARGETS))
                .contains("| datapath | prol2tp | tcp-up | at least 0.5 × vxlan | 0.500 | met |")
                .contains("| datapath | prol2tp | tcp-up | at least 400 Mbit/s | 450 | met |")
                .contains("| datapath | prol2tp | ping | at most 0.35 ms above veth | not measured |  |")
                .contains("|  | prol2tp | 450 | 300 to 480 | 3 | 0.50 |")
                .contains("At abc1234, 2026-11-27, full. two cores; load 0.1 before.");
        assertThat(Report.markdown(
                        List.of(result()), List.of("datapath tcp-up prol2tp Mbit/s vxlan ratio-at-least 0.6")))
                .contains("| 0.500 | **missed** |");
        assertThat(Report.markdown(List.of(result()), List.of("setup tunnels prol2tp tunnels/s - at-least 38000")))
                .doesNotContain("setup");
    }

    @Test
    void aTargetOfAnotherShapeIsAnError() {
        assertThatThrownBy(() -> Target.parse(List.of("datapath tcp-up fast")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a target");
    }

    @Test
    void theTableStandsBetweenItsRemarks() {
        String old = "before\n<!-- make bench writes from here -->\nold\n<!-- to here -->\nafter\n";
        PartResult measured = new PartResult(
                "datapath",
                Map.of(),
                Series.parse(List.of(
                        "sample case=tcp-up who=vxlan unit=Mbit/s value=9731",
                        "sample case=tcp-up who=prol2tp-ppp unit=Mbit/s value=5300")));
        assertThat(Comparison.replace(old, Comparison.table(List.of(measured))))
                .startsWith("before\n<!-- make bench writes from here -->\n\n| | prol2tpd |")
                .contains("| TCP through one session, up, Mbit/s | 5,300 | | | | 9,731 |\n")
                .doesNotContain("old")
                .endsWith("\n\n<!-- to here -->\nafter\n");
        assertThatThrownBy(() -> Comparison.replace("no remarks", "table"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void thePictureHasABarForEach() {
        assertThat(Picture.comparison(List.of(result())))
                .contains(">TCP through one session, one stream: Mbit/s<")
                .contains("class=\"other\" x=\"190\" y=\"36\" width=\"480.0\"")
                .contains("class=\"ours\" x=\"190\" y=\"56\" width=\"240.0\"");
    }

    @Test
    void theCurveHasAPointForEach() {
        Series few = new Series("1000", "prol2tp", "KB", List.of(2.0));
        Series many = new Series("100000", "prol2tp", "KB", List.of(1.0));
        assertThat(Picture.cost(List.of(new PartResult("cost", Map.of(), List.of(few, many)))))
                .contains("points=\"70,55 680,105\"");
    }
}
