package org.prol2tp.sim;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.prol2tp.protocol.node.Input;
import org.prol2tp.protocol.node.Kept;

/// What a node said is to be remembered: as much of it as still holds.
final class Memory {
    private final Map<Integer, Kept.OfTunnel> tunnels = new LinkedHashMap<>();

    private final Map<Integer, Map<Integer, Kept.OfSession>> sessions = new LinkedHashMap<>();

    void take(Kept kept) {
        int id = kept.tunnel().value();
        switch (kept) {
            case Kept.OfTunnel tunnel -> tunnels.put(id, tunnel);
            case Kept.Numbers(var _, var numbers) -> {
                Kept.OfTunnel old = Optional.ofNullable(tunnels.get(id)).orElseThrow();
                tunnels.put(id, old.with(numbers));
            }
            case Kept.TunnelGone _ -> {
                tunnels.remove(id);
                sessions.remove(id);
            }
            case Kept.OfSession session ->
                sessions.computeIfAbsent(id, _ -> new LinkedHashMap<>())
                        .put(session.session().value(), session);
            case Kept.SessionGone(var _, var session) ->
                sessions.getOrDefault(id, new LinkedHashMap<>()).remove(session.value());
        }
    }

    /// For the next node.
    ///
    /// @param portOf of the socket with this number
    List<Input> inputs(IntUnaryOperator portOf) {
        List<Input> inputs = new ArrayList<>();
        tunnels.forEach((id, tunnel) -> inputs.add(new Input.Remembered(
                tunnel,
                List.copyOf(sessions.getOrDefault(id, Map.of()).values()),
                portOf.applyAsInt(tunnel.path().socket()))));
        return inputs;
    }

    boolean isEmpty() {
        return tunnels.isEmpty() && sessions.values().stream().allMatch(Map::isEmpty);
    }
}
