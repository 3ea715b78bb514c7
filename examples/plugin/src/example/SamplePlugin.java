package example;

import java.util.List;
import org.prol2tp.plugin.AddedAvp;
import org.prol2tp.plugin.Answer;
import org.prol2tp.plugin.Authoriser;
import org.prol2tp.plugin.AvpListener;
import org.prol2tp.plugin.Host;
import org.prol2tp.plugin.Listener;
import org.prol2tp.plugin.Plugin;
import org.prol2tp.plugin.Question;
import org.prol2tp.plugin.ReceivedAvp;
import org.prol2tp.plugin.SessionEvent;
import org.prol2tp.plugin.TunnelEvent;

/// Logs what happens, tells peers where it runs by an AVP of its own, and refuses one user by name.
public final class SamplePlugin implements Plugin, Listener, Authoriser, AvpListener {
    /// A Private Enterprise Code: take your own.
    private static final int VENDOR = 32473; // RFC 5612: for documentation

    private static final int WHERE = 1;

    private static final String UNWANTED = "mallory";

    private Host host;

    @Override
    public String name() {
        return "sample";
    }

    @Override
    public void start(Host host) {
        this.host = host;
        host.listen(this);
        host.authorise(this, false, true);
        host.watchAvps(this);
        // Not mandatory: a peer that does not know it ignores it.
        host.addAvps(List.of(
                AddedAvp.text("SCCRQ", VENDOR, WHERE, false, "tunnel ${tunnel_name} of ${host_name}"),
                AddedAvp.text("SCCRP", VENDOR, WHERE, false, "${host_name}")));
    }

    @Override
    public void tunnel(TunnelEvent event) {
        host.log("tunnel " + event.tunnel().id() + " " + event.change());
    }

    @Override
    public void session(SessionEvent event) {
        host.log("session " + event.session().id() + " " + event.change() + " "
                + event.session().userName().orElse("-"));
    }

    @Override
    public void authorise(Question question, Answer answer) {
        if (question instanceof Question.User user && user.userName().equals(UNWANTED)) {
            answer.refuse("not here");
        } else {
            answer.pass();
        }
    }

    @Override
    public void received(long tunnelId, long sessionId, String message, List<ReceivedAvp> avps) {
        for (ReceivedAvp avp : avps) {
            if (avp.vendorId() == VENDOR) {
                host.log(message + " of tunnel " + tunnelId + " says: " + new String(avp.value(), java.nio.charset.StandardCharsets.UTF_8));
            }
        }
    }
}
