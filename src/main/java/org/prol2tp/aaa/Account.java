package org.prol2tp.aaa;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.prol2tp.protocol.node.AaaQuestion;
import org.prol2tp.protocol.node.DataCounters;
import org.prol2tp.protocol.node.Event;
import org.prol2tp.protocol.node.IpAddress;

/// What is told of one session of a user whom RADIUS let in, from when it is up until it is down. RFC 2866 §4.1, §5;
/// RFC 2869 §2.1.
final class Account {
    static final int START = 1;
    static final int STOP = 2;
    static final int INTERIM = 3;
    static final int ON = 7;
    static final int OFF = 8;

    private static final int BY_RADIUS = 1;

    final String id;
    final AaaQuestion.User user;
    final Servers servers;

    /// The data plane counts on while the user negotiates anew.
    final DataCounters before;

    private List<Attribute> classes = List.of();
    Optional<Duration> interim = Optional.empty();
    private Optional<IpAddress> address = Optional.empty();
    private Optional<DataCounters> last = Optional.empty();
    private long upNs;
    boolean isUp;

    @Nullable
    Future<?> nextInterim;

    /// @param before what the session's call had carried when the last account of it was closed
    Account(String id, AaaQuestion.User user, Servers servers, DataCounters before) {
        this.servers = servers;
        this.id = id;
        this.user = user;
        this.before = before;
    }

    /// The next one of the session, which is down and may come up again.
    ///
    /// @param carried what its call has carried so far
    Account next(String nextId, DataCounters carried) {
        Account next = new Account(nextId, user, servers, carried);
        next.classes = classes;
        next.interim = interim;
        return next;
    }

    /// The server let the user in.
    void accepted(Packet answer) {
        classes = answer.all(Attribute.CLASS);
        interim = Access.seconds(answer, Attribute.ACCT_INTERIM_INTERVAL);
    }

    /// The server wants other things said of it.
    void changed(Packet request) {
        if (request.first(Attribute.CLASS).isPresent()) {
            classes = request.all(Attribute.CLASS);
        }
        interim = Access.seconds(request, Attribute.ACCT_INTERIM_INTERVAL).or(() -> interim);
    }

    void up(Event.SessionFacts facts, long nowNs) {
        isUp = true;
        upNs = nowNs;
        address = facts.peerAddress();
    }

    /// The session is down. Its address may have come when it was up by IPv6 already.
    void had(Event.SessionFacts facts) {
        address = facts.peerAddress().or(() -> address);
    }

    Optional<IpAddress> address() {
        return address;
    }

    /// The session leaves the data plane, which has counted so much.
    void counted(DataCounters counters) {
        last = Optional.of(counters);
    }

    /// What the data plane counted last; empty: it still counts.
    Optional<DataCounters> counted() {
        return last;
    }

    /// The record.
    ///
    /// @param atS seconds since 1970
    /// @param counters as the data plane counts
    List<Attribute> record(int status, long nowNs, long atS, Optional<DataCounters> counters, int cause) {
        List<Attribute> attributes = new ArrayList<>(Access.ofSession(servers.settings(), user));
        attributes.add(Attribute.number(Attribute.ACCT_STATUS_TYPE, status));
        attributes.add(Attribute.text(Attribute.ACCT_SESSION_ID, id));
        attributes.add(Attribute.number(Attribute.ACCT_AUTHENTIC, BY_RADIUS));
        attributes.add(Attribute.number(Attribute.EVENT_TIMESTAMP, atS));
        attributes.add(Attribute.text(
                Attribute.ACCT_TUNNEL_CONNECTION,
                user.caller().session().tunnel().id() + "/"
                        + user.caller().session().id()));
        address.ifPresent(it -> attributes.add(Attribute.address(Attribute.FRAMED_IP_ADDRESS, it)));
        attributes.addAll(classes);
        counters.map(it -> it.since(before)).ifPresent(it -> {
            attributes.add(Attribute.number(Attribute.ACCT_SESSION_TIME, (nowNs - upNs) / 1_000_000_000));
            attributes.add(Attribute.number(Attribute.ACCT_INPUT_OCTETS, it.rxOctets()));
            attributes.add(Attribute.number(Attribute.ACCT_OUTPUT_OCTETS, it.txOctets()));
            attributes.add(Attribute.number(Attribute.ACCT_INPUT_GIGAWORDS, it.rxOctets() >>> 32));
            attributes.add(Attribute.number(Attribute.ACCT_OUTPUT_GIGAWORDS, it.txOctets() >>> 32));
            attributes.add(Attribute.number(Attribute.ACCT_INPUT_PACKETS, it.rxPackets()));
            attributes.add(Attribute.number(Attribute.ACCT_OUTPUT_PACKETS, it.txPackets()));
        });
        if (status == STOP) {
            attributes.add(Attribute.number(Attribute.ACCT_TERMINATE_CAUSE, cause));
        }
        return attributes;
    }
}
