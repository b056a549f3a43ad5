package io.fhirferry.exporter.control;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fhirferry.common.window.WindowRow;
import io.fhirferry.common.window.WindowState;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Locale;

/**
 * A window, as the control API lists it.
 *
 * @param id names the window in operations
 * @param since its first instant
 * @param till the first instant after it
 * @param kind tile, census, …
 * @param state its name
 * @param stage the stage at work, next or failed; empty when there is none
 * @param reason why it failed or was accepted; empty otherwise
 * @param by who accepted it; empty otherwise
 * @param findings the blob in the protected container that lists what was found; empty when nothing was
 * @param attempt the number of its present attempt
 * @param touchedAt when it last showed a sign of life
 * @param outdated whether it is a census that another one stands for now; only then listed
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record WindowView(
        String id,
        Instant since,
        Instant till,
        String kind,
        String state,
        String stage,
        String reason,
        String by,
        String findings,
        int attempt,
        Instant touchedAt,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean outdated) {

    static WindowView of(WindowRow row, boolean outdated) {
        WindowState state = row.state();
        return new WindowView(
                row.id().value(),
                row.window().since(),
                row.window().till(),
                row.window().kind().key(),
                state.name().toLowerCase(Locale.ROOT),
                switch (state) {
                    case WindowState.Active active -> active.stage().key();
                    case WindowState.Waiting waiting -> waiting.next().key();
                    case WindowState.Failed failed -> failed.stage().key();
                    default -> "";
                },
                switch (state) {
                    case WindowState.Failed failed -> failed.reason();
                    case WindowState.Accepted accepted -> accepted.reason();
                    default -> "";
                },
                state instanceof WindowState.Accepted accepted ? accepted.by() : "",
                switch (state) {
                    case WindowState.Mismatched mismatched -> mismatched.findings();
                    case WindowState.Accepted accepted -> accepted.exceptions();
                    default -> "";
                },
                row.attempt(),
                row.touchedAt(),
                outdated);
    }
}
