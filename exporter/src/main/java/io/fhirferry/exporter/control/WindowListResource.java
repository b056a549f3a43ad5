package io.fhirferry.exporter.control;

import io.fhirferry.common.window.Census;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Lists the windows, so that an operator can name one. */
@Path("/migration")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public class WindowListResource {

    private final WindowStore windows;

    /** Lists the windows of this store. */
    public WindowListResource(WindowStore windows) {
        this.windows = windows;
    }

    /**
     * The windows in the order of their ids.
     *
     * @param states only those in these states, such as {@code failed}; none given, all
     */
    @GET
    @Path("/windows")
    public List<WindowView> windows(@QueryParam("state") List<String> states) {
        List<WindowRow> all = windows.outlines().toList();
        return all.stream()
                .map(row -> WindowView.of(row, Census.isOutdated(row, all)))
                .filter(view -> states.isEmpty() || states.contains(view.state()))
                .toList();
    }
}
