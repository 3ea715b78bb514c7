package org.prol2tp.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class GenericNetlinkTest {
    private static final int GETFAMILY = 3;
    private static final int FAMILY_ID = 1;
    private static final int FAMILY_NAME = 2;

    @Test
    void theControllerIsAFamilyItself() throws Exception {
        try (GenericNetlink netlink = GenericNetlink.open("nlctrl")) {
            assertThat(netlink.family()).isEqualTo(16);
        }
    }

    @Test
    void aFamilyThatIsNotThereIsRefusedWithTheCallAndTheReason() {
        assertThatThrownBy(() -> GenericNetlink.open("no_such_family"))
                .isInstanceOf(LinuxException.class)
                .hasMessageStartingWith("netlink no_such_family: netlink family: No such file or directory [errno 2]");
    }

    @Test
    void aDumpHasEveryFamily() throws Exception {
        List<Integer> ids = new ArrayList<>();
        try (GenericNetlink netlink = GenericNetlink.open("nlctrl")) {
            netlink.begin(GETFAMILY);
            netlink.dump("dump", it -> ids.add(it.number16(FAMILY_ID)));
            assertThat(ids).contains(16).doesNotHaveDuplicates();
            netlink.begin(GETFAMILY);
            netlink.attributes().put(FAMILY_NAME, "nlctrl");
            ids.clear();
            netlink.get("get", it -> ids.add(it.number16(FAMILY_ID)));
            assertThat(ids).containsExactly(16);
        }
    }

    @Test
    void whatTheKernelSaysInWordsIsToldToo() throws Exception {
        try (GenericNetlink netlink = GenericNetlink.open("nlctrl")) {
            netlink.begin(GETFAMILY);
            netlink.attributes().put8(FAMILY_ID, 16); // it has 16 bits
            assertThatThrownBy(() -> netlink.execute("get"))
                    .isInstanceOf(LinuxException.class)
                    .hasMessageEndingWith("(Attribute failed policy validation)");
        }
    }

    @Test
    void whatTheKernelRefusesIsToldWithItsName() throws Exception {
        try (GenericNetlink netlink = GenericNetlink.open("nlctrl")) {
            netlink.begin(200);
            assertThatThrownBy(() -> netlink.execute("command 200"))
                    .isInstanceOf(LinuxException.class)
                    .hasMessageStartingWith("netlink nlctrl: command 200: ");
            netlink.begin(GETFAMILY);
            netlink.attributes().put(FAMILY_NAME, "no_such_family");
            assertThatThrownBy(() -> netlink.execute("get"))
                    .isInstanceOf(LinuxException.class)
                    .extracting(e -> ((LinuxException) e).errno())
                    .isEqualTo(Errno.ENOENT);
        }
    }
}
