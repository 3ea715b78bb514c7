package org.prol2tp.protocol.node;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.prol2tp.protocol.wire.Avp;
import org.prol2tp.protocol.wire.ControlConnectionId;
import org.prol2tp.protocol.wire.MessageType;
import org.prol2tp.protocol.wire.SessionId;

/// The AVPs that are added to messages, by type of message.
final class AddedAvps {
    private Map<MessageType, List<AddedAvp>> byMessage = new EnumMap<>(MessageType.class);

    /// These and no others, from now on.
    void set(List<AddedAvp> avps) {
        byMessage = avps.stream()
                .collect(Collectors.groupingBy(
                        AddedAvp::message, () -> new EnumMap<>(MessageType.class), Collectors.toList()));
    }

    /// Those of a message of this tunnel about that session of ours.
    ///
    /// @param tunnelId of the connection that sends it
    List<Avp.Unrecognised> of(
            MessageType message,
            Lcce lcce,
            Tunnel tunnel,
            ControlConnectionId tunnelId,
            SessionId about,
            String hostName) {
        List<AddedAvp> added = byMessage.get(message);
        if (added == null) {
            return List.of();
        }
        Map<String, String> variables = new HashMap<>();
        variables.put("host_name", hostName);
        variables.put("tunnel_id", tunnelId.toString());
        tunnel.ref().name().ifPresent(name -> variables.put("tunnel_name", name));
        if (!about.equals(SessionId.NONE)) {
            variables.put("session_id", about.toString());
            tunnel.calls()
                    .session(about)
                    .flatMap(session -> session.ref().name())
                    .ifPresent(name -> variables.put("session_name", name));
        }
        return added.stream().map(avp -> avp.with(variables, lcce.counters)).toList();
    }
}
