package org.prol2tp.protocol.ppp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/// One end of a link under test: keeps what it says, answers its questions, drives its clock.
final class LinkEndpoint implements LinkOutbox {
    final Link link;
    final ArrayDeque<byte[]> sent = new ArrayDeque<>();
    final List<String> events = new ArrayList<>();
    final List<String> notices = new ArrayList<>();
    final Map<String, String> secrets = new HashMap<>();
    final List<SecretQuestion> openSecrets = new ArrayList<>();
    final List<AddressQuestion> openAddresses = new ArrayList<>();
    final List<String> traces = new ArrayList<>();

    /// Questions wait for [#answerAll] else.
    boolean answersAtOnce = true;

    /// What becomes of it in a bundle.
    BundleRole role = BundleRole.FIRST;

    /// Has the network layers after it.
    @Nullable
    LinkEndpoint heir;

    boolean tracesWanted = true;
    int poolAddress;
    long nowNs;
    Optional<NetworkLayer.Ipv4> ipv4 = Optional.empty();
    Optional<NetworkLayer.Ipv6> ipv6 = Optional.empty();
    Optional<Framing> framing = Optional.empty();
    Optional<LinkEnd> end = Optional.empty();

    LinkEndpoint(LinkSettings settings, long seed) {
        this(settings, randomness(seed));
    }

    /// An end of the node that has this randomness.
    LinkEndpoint(LinkSettings settings, Randomness randomness) {
        link = new Link(settings, randomness);
    }

    private static Randomness randomness(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        return new Randomness(random::nextLong);
    }

    LinkEndpoint secret(String name, String secret) {
        secrets.put(name, secret);
        return this;
    }

    void open() {
        link.open(nowNs, this);
    }

    void receive(byte[] frame) {
        link.receive(frame, nowNs, this);
    }

    /// A frame as hexadecimal digits; blanks do not count.
    void receive(String hex) {
        receive(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
    }

    /// The oldest frame that was not looked at yet, as hexadecimal digits; empty if there is none.
    String next() {
        byte[] frame = sent.poll();
        return frame == null ? "" : HexFormat.of().formatHex(frame);
    }

    /// Lets time pass to the next deadline.
    void jump() {
        nowNs = Math.max(nowNs, link.deadlineNs());
        link.timePassed(nowNs, this);
    }

    void answerAll() {
        List<SecretQuestion> secretQuestions = List.copyOf(openSecrets);
        openSecrets.clear();
        secretQuestions.forEach(this::answer);
        List<AddressQuestion> addressQuestions = List.copyOf(openAddresses);
        openAddresses.clear();
        addressQuestions.forEach(this::answer);
    }

    private void answer(SecretQuestion question) {
        boolean isOurs = question.purpose() == SecretQuestion.Purpose.PROVE_OURSELVES;
        String secret = secrets.get(isOurs ? question.localName() : question.peerName());
        Optional<byte[]> octets = Optional.ofNullable(secret).map(it -> it.getBytes(StandardCharsets.UTF_8));
        link.answerSecret(question.ticket(), octets, nowNs, this);
    }

    private void answer(AddressQuestion question) {
        if (poolAddress == 0) {
            link.answerAddress(question.ticket(), 0, 0, nowNs, this);
        } else {
            link.answerAddress(question.ticket(), 0, poolAddress, nowNs, this);
        }
    }

    @Override
    public void send(byte[] frame) {
        sent.add(frame);
    }

    @Override
    public void phaseChanged(Phase phase) {
        events.add(phase.name());
    }

    @Override
    public void authenticated(String peerName) {
        events.add("authenticated " + peerName);
    }

    @Override
    public BundleRole bundle(Multilink settled) {
        events.add("bundle " + settled);
        return role;
    }

    @Override
    public void leavesBundle() {
        events.add("leaves bundle");
        if (heir != null) {
            heir.link.inherit(link);
        }
    }

    @Override
    public void frameOfBundle(byte[] frame) {
        events.add("frame of bundle " + HexFormat.of().formatHex(frame));
    }

    @Override
    public void networkUp(NetworkLayer layer, Framing framing) {
        events.add("up " + layer.kind());
        this.framing = Optional.of(framing);
        switch (layer) {
            case NetworkLayer.Ipv4 up -> ipv4 = Optional.of(up);
            case NetworkLayer.Ipv6 up -> ipv6 = Optional.of(up);
        }
    }

    @Override
    public void networkDown(NetworkLayer.Kind kind) {
        events.add("down " + kind);
        switch (kind) {
            case IPV4 -> ipv4 = Optional.empty();
            case IPV6 -> ipv6 = Optional.empty();
        }
    }

    @Override
    public void linkDown(LinkEnd end) {
        events.add("end " + end.cause());
        this.end = Optional.of(end);
    }

    @Override
    public void secretFor(SecretQuestion question) {
        if (answersAtOnce) {
            answer(question);
        } else {
            openSecrets.add(question);
        }
    }

    @Override
    public void addressFor(AddressQuestion question) {
        if (answersAtOnce) {
            answer(question);
        } else {
            openAddresses.add(question);
        }
    }

    @Override
    public void notice(String text) {
        notices.add(text);
    }

    @Override
    public boolean traces() {
        return tracesWanted;
    }

    @Override
    public void trace(String text) {
        traces.add(text);
    }
}
