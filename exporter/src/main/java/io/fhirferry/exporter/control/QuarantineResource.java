package io.fhirferry.exporter.control;

import io.fhirferry.common.window.WindowId;
import io.fhirferry.common.window.WindowStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** Shows which lines of a window the destination refused, and what helps. It names resources, and none of their content. */
@Path("/migration/windows/{window}/quarantine")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class QuarantineResource {

    private static final int MOST = 10_000;

    private final WindowStore windows;
    private final QuarantineList quarantine;

    QuarantineResource(WindowStore windows, QuarantineList quarantine) {
        this.windows = windows;
        this.quarantine = quarantine;
    }

    /**
     * The quarantine of a window; empty when nothing was refused.
     *
     * @param limit how many lines are listed one by one, up to 10,000; all are counted
     */
    @GET
    public Response show(@PathParam("window") String window, @QueryParam("limit") @DefaultValue("1000") int limit) {
        try {
            WindowId id = WindowsResource.window(window);
            return windows.find(id)
                    .map(row -> Answers.json(200, quarantine.show(row, Math.clamp(limit, 0, MOST))))
                    .orElseGet(() -> Answers.of(new Outcome.NoSuchWindow(id)));
        } catch (BadRequest bad) {
            return Answers.badRequest(bad);
        }
    }
}
