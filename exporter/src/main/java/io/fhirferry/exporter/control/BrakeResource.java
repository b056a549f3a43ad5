package io.fhirferry.exporter.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fhirferry.common.window.Control;
import io.fhirferry.common.window.Hours;
import io.fhirferry.common.window.Why;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.util.Set;
import java.util.function.Function;

/** Pauses, stops and resumes: {@code {"by", "reason"}}, each optional. */
@Path("/migration")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@RunOnVirtualThread
public class BrakeResource {

    private static final Set<String> BODY = Set.of("by", "reason");

    private final Brake brake;
    private final Operator operator;
    private final Hours hours;
    private final Clock clock;

    BrakeResource(Brake brake, Operator operator, Hours hours, Clock clock) {
        this.brake = brake;
        this.operator = operator;
        this.hours = hours;
        this.clock = clock;
    }

    /** Whether new work may begin, and who wanted it so. */
    @GET
    @Path("/control")
    public Response standing() {
        return Answers.json(200, describe(brake.standing()));
    }

    /** Begins nothing new; what has begun comes to its end. */
    @POST
    @Path("/pause")
    public Response pause(String text) {
        return answer(text, "paused by an operator", why -> describe(brake.pause(why)));
    }

    /** Lets work begin again. */
    @POST
    @Path("/resume")
    public Response resume(String text) {
        return answer(text, "resumed by an operator", why -> describe(brake.resume(why)));
    }

    /** Begins nothing new and cancels what has begun. */
    @POST
    @Path("/stop")
    public Response stop(String text) {
        return answer(text, "stopped by an operator", why -> {
            Halt.Halted halted = brake.stop(why);
            return describe(brake.standing())
                    .put("windows", halted.windows())
                    .put("cancelled", halted.cancelled())
                    .put("starting", halted.starting())
                    .put("notCancelled", halted.notCancelled());
        });
    }

    private Response answer(String text, String reason, Function<Why, ObjectNode> operation) {
        try {
            return Answers.json(200, operation.apply(operator.why(Body.read(text, BODY), reason)));
        } catch (BadRequest bad) {
            return Answers.badRequest(bad);
        }
    }

    private ObjectNode describe(Control control) {
        ObjectNode node =
                Answers.object().put("mode", control.mode().key()).put("withinHours", hours.contains(clock.instant()));
        if (control.changes() > 0) {
            node.put("by", control.why().by())
                    .put("reason", control.why().reason())
                    .put("at", control.at().toString());
        }
        return node;
    }
}
