package io.fhirferry.exporter.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fhirferry.common.window.StageName;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** What came of an operation, as an HTTP answer: 200, 404 for an unknown window, 409 when nothing was done. */
final class Answers {

    private Answers() {}

    static Response of(Outcome outcome) {
        int status =
                switch (outcome) {
                    case Outcome.Redriven redriven -> 200;
                    case Outcome.LinesRedriven redriven -> 200;
                    case Outcome.Accepted accepted -> 200;
                    case Outcome.NoSuchWindow unknown -> 404;
                    case Outcome.Refused refused -> 409;
                    case Outcome.NotCovered uncovered -> 409;
                };
        return json(status, describe(outcome));
    }

    /** What came of one operation on many windows. */
    static Response of(List<Outcome> outcomes) {
        ArrayNode each = JsonNodeFactory.instance.arrayNode();
        outcomes.forEach(outcome -> each.add(describe(outcome)));
        return json(200, object().set("windows", each));
    }

    static Response badRequest(BadRequest bad) {
        return json(400, message(bad.getMessage()));
    }

    /** A problem as RFC 9457 has it. */
    static Response problem(int status, String title, String detail) {
        return Response.status(status)
                .type("application/problem+json")
                .entity(message(detail)
                        .put("title", title)
                        .put("status", status)
                        .put("detail", detail))
                .build();
    }

    private static ObjectNode describe(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Redriven redriven ->
                message("driven again")
                        .put("window", redriven.window().value())
                        .put("stage", redriven.stage().key())
                        .put("attempt", redriven.attempt());
            case Outcome.LinesRedriven redriven ->
                message("driven again")
                        .put("window", redriven.window().value())
                        .put("stage", StageName.IMPORT.key())
                        .put("attempt", redriven.attempt())
                        .put("lines", redriven.lines())
                        .put("repairedFiles", redriven.repaired());
            case Outcome.Accepted accepted -> {
                ObjectNode node = message("accepted").put("findings", accepted.findings());
                ArrayNode windows = node.putArray("windows");
                accepted.windows().forEach(window -> windows.add(window.value()));
                yield node;
            }
            case Outcome.NoSuchWindow unknown -> message("This migration has no window " + unknown.window() + ".");
            case Outcome.Refused refused -> message(refused.message());
            case Outcome.NotCovered uncovered ->
                message("Nothing was accepted: the request does not name " + uncovered.uncovered()
                                + " of the findings; a blob of the protected container lists them.")
                        .put("uncovered", uncovered.uncovered())
                        .put("listedIn", uncovered.listedIn());
        };
    }

    static ObjectNode message(String message) {
        return object().put("message", message);
    }

    static Response json(int status, Object body) {
        return Response.status(status)
                .type(MediaType.APPLICATION_JSON)
                .entity(body)
                .build();
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
