package io.fhirferry.exporter.control;

import io.fhirferry.common.window.StageName;
import io.fhirferry.common.window.Why;
import io.fhirferry.common.window.WindowId;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Drives windows again and signs them off. Every operation says who asked for it and why, in the window's event. */
@Path("/migration")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@RunOnVirtualThread
public class WindowsResource {

    private static final Set<String> REDRIVE_ALL = Set.of("by", "reason");
    private static final Set<String> REDRIVE = Set.of("from", "lines", "repaired", "by", "reason");
    private static final Set<String> ACCEPT = Set.of("by", "reason", "findings");
    private static final Set<String> ACCEPT_ALL = Set.of("by", "reason", "findings", "everything");

    /** Stands for every finding in a request on one window. */
    private static final String ALL = "<all>";

    private final Redrive redrive;
    private final LinesRedrive lines;
    private final Acceptance acceptance;
    private final Operator operator;

    WindowsResource(Redrive redrive, LinesRedrive lines, Acceptance acceptance, Operator operator) {
        this.redrive = redrive;
        this.lines = lines;
        this.acceptance = acceptance;
        this.operator = operator;
    }

    /**
     * Drives one window again: {@code {"from", "by", "reason"}}, each optional; or with {@code "lines": true} only its
     * rejected lines, and with {@code "repaired": true} as they were corrected in the staged files.
     */
    @POST
    @Path("/windows/{window}/redrive")
    public Response redrive(@PathParam("window") String window, String text) {
        return answer(() -> {
            Body body = Body.read(text, REDRIVE);
            WindowId id = window(window);
            Why why = whyRedriven(body);
            Optional<StageName> from = body.stage("from");
            boolean repaired = body.flag("repaired");
            if (body.flag("lines")) {
                if (from.isPresent()) {
                    throw new BadRequest("'from' and 'lines' contradict each other: lines are always imported.");
                }
                return Answers.of(lines.redrive(id, repaired, why));
            }
            if (repaired) {
                throw new BadRequest("'repaired' is about rejected lines: ask with \"lines\": true.");
            }
            return Answers.of(from.isPresent() ? redrive.redriveFrom(id, from.get(), why) : redrive.redrive(id, why));
        });
    }

    /** Drives all failed windows again: {@code {"by", "reason"}}, each optional. */
    @POST
    @Path("/redrive")
    public Response redriveFailed(String text) {
        return answer(() -> Answers.of(redrive.redriveFailed(whyRedriven(Body.read(text, REDRIVE_ALL)))));
    }

    /** Signs off one window: {@code {"by", "reason", "findings"}}, the last either {@code ["<all>"]} or names. */
    @POST
    @Path("/windows/{window}/accept")
    public Response accept(@PathParam("window") String window, String text) {
        return answer(() -> {
            Body body = Body.read(text, ACCEPT);
            WindowId id = window(window);
            return Answers.of(acceptance.accept(id, exceptions(body.texts("findings")), whyAccepted(body)));
        });
    }

    /** Signs off all mismatched windows: as for one, or with {@code "everything": true} for the names. */
    @POST
    @Path("/accept")
    public Response acceptAll(String text) {
        return answer(() -> {
            Body body = Body.read(text, ACCEPT_ALL);
            List<String> names = body.texts("findings");
            boolean everything = body.flag("everything");
            if (everything && !names.isEmpty()) {
                throw new BadRequest("'findings' and 'everything' contradict each other: leave one of them out.");
            }
            return Answers.of(acceptance.acceptAll(
                    everything ? new Exceptions.Everything() : exceptions(names), whyAccepted(body)));
        });
    }

    private static Response answer(Supplier<Response> operation) {
        try {
            return operation.get();
        } catch (BadRequest bad) {
            return Answers.badRequest(bad);
        }
    }

    static WindowId window(String text) {
        try {
            return new WindowId(text);
        } catch (IllegalArgumentException e) {
            throw new BadRequest("The path names no window; GET /migration/windows lists them.");
        }
    }

    private Why whyRedriven(Body body) {
        return operator.why(body, "driven again by an operator");
    }

    private Why whyAccepted(Body body) {
        return operator.fullWhy(body);
    }

    private static Exceptions exceptions(List<String> names) {
        if (names.isEmpty()) {
            throw new BadRequest("'findings' is missing: list each finding as class/type/id, such as"
                    + " rejected/Patient/123, or [\"" + ALL + "\"] for all that were found.");
        }
        return names.equals(List.of(ALL)) ? new Exceptions.Everything() : new Exceptions.Listed(Set.copyOf(names));
    }
}
