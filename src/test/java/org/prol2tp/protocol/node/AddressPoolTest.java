package org.prol2tp.protocol.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.prol2tp.protocol.node.Settings.AddressPoolSettings;

class AddressPoolTest {
    @Test
    void aPoolIsTheFewestNetworks() {
        assertThat(networks("10.0.0.0", "10.0.0.255")).containsExactly("10.0.0.0/24");
        assertThat(networks("10.0.0.2", "10.0.0.9")).containsExactly("10.0.0.2/31", "10.0.0.4/30", "10.0.0.8/31");
        assertThat(networks("10.0.0.7", "10.0.0.7")).containsExactly("10.0.0.7/32");
        assertThat(networks("255.255.255.254", "255.255.255.255")).containsExactly("255.255.255.254/31");
        assertThat(networks("0.0.0.0", "0.0.0.3")).containsExactly("0.0.0.0/30");
    }

    private static List<String> networks(String first, String last) {
        AddressPool pool = new AddressPool(
                new Settings.AddressPoolSettings(
                        "p",
                        IpAddress.parse(first).orElseThrow(),
                        IpAddress.parse(last).orElseThrow(),
                        List.of()),
                List.of());
        return pool.routes().stream()
                .map(route -> route.network() + "/" + route.prefixLength())
                .toList();
    }

    @Test
    void givesEachAddressOnceWithoutTheReserved() {
        AddressPool pool = pool("10.0.0.254", "10.0.1.2", address("10.0.1.0"));
        assertThat(pool.take()).contains(address("10.0.0.254"));
        assertThat(pool.take()).contains(address("10.0.0.255"));
        assertThat(pool.take()).contains(address("10.0.1.1"));
        assertThat(pool.take()).contains(address("10.0.1.2"));
        assertThat(pool.take()).isEmpty();
        assertThat(pool.inUse()).isEqualTo(4);
    }

    @Test
    void anAddressThatCameBackIsGivenAgainLast() {
        AddressPool pool = pool("10.0.0.1", "10.0.0.3");
        pool.take();
        pool.giveBack(address("10.0.0.1"));
        assertThat(pool.take()).contains(address("10.0.0.2"));
        assertThat(pool.take()).contains(address("10.0.0.3"));
        assertThat(pool.take()).contains(address("10.0.0.1"));
    }

    @Test
    void aUsersOwnAddressIsNotGivenToOthers() {
        AddressPool pool = new AddressPool(
                new AddressPoolSettings("p", address("10.0.0.1"), address("10.0.0.2"), List.of()),
                List.of(address("10.0.0.1")));
        assertThat(pool.take()).contains(address("10.0.0.2"));
        assertThat(pool.take()).isEmpty();
    }

    @Test
    void givingBackWhatWasNotTakenChangesNothing() {
        AddressPool pool = pool("10.0.0.1", "10.0.0.3");
        pool.giveBack(address("10.0.0.1"));
        pool.giveBack(address("192.0.2.1"));
        assertThat(pool.inUse()).isZero();
    }

    @Test
    void addressesAboveTheMiddleOfTheNumbersWork() {
        AddressPool pool = pool("192.168.255.254", "192.168.255.255");
        assertThat(pool.take()).contains(address("192.168.255.254"));
    }

    /// [Limits#POOL_ADDRESSES].
    @Test
    void aRangeThatIsEmptyOrTooLargeIsRefused() {
        assertThatThrownBy(() -> pool("10.0.0.2", "10.0.0.1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pool("0.0.0.0", "255.255.255.255")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pool("::1", "::2")).isInstanceOf(IllegalArgumentException.class);
    }

    private static AddressPool pool(String first, String last, IpAddress... reserved) {
        return new AddressPool(
                new AddressPoolSettings("p", address(first), address(last), List.of(reserved)), List.of());
    }

    private static IpAddress address(String text) {
        return IpAddress.parse(text).orElseThrow();
    }
}
