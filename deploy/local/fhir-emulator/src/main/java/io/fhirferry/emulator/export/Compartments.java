package io.fhirferry.emulator.export;

import io.fhirferry.emulator.json.References;
import io.fhirferry.emulator.outcome.FhirFailure;
import io.fhirferry.emulator.store.Choice;
import io.fhirferry.emulator.store.Slice;
import io.fhirferry.emulator.store.Store;
import io.fhirferry.emulator.store.Version;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds what belongs to patients: whatever refers to them.
 *
 * <p>As at the real servers the window is laid over the patients first. What is new about a patient who did not change
 * within it is not found: that is why incremental exports should be made at system level.
 */
@ApplicationScoped
public class Compartments {

    private static final int PAGE = 1000;

    private final Store store;
    private final GroupMembers members;

    Compartments(Store store, GroupMembers members) {
        this.store = store;
        this.members = members;
    }

    /** The scope of an export of patients or of a group. */
    ExportScope scope(ExportRequest request, ExportWindow window) {
        Set<String> patients = patients(request, window);
        return version -> {
            if (version.type().equals("Patient")) {
                return patients.contains(version.id()) ? Stream.of(version) : Stream.empty();
            }
            return References.idsOf("Patient", version.body()).stream()
                    .filter(patients::contains)
                    .map(id -> version);
        };
    }

    private Set<String> patients(ExportRequest request, ExportWindow window) {
        if (request.level() == ExportLevel.PATIENT) {
            return inWindow(window, window.choice());
        }
        Version group = store.chain("Group", request.groupId())
                .current()
                .filter(version -> !version.deleted())
                .orElseThrow(() -> FhirFailure.badRequest("The group was not found."));
        Set<String> wanted = members.patientsOf(group);
        return inWindow(
                window,
                (version, chain) ->
                        wanted.contains(version.id()) && window.choice().takes(version, chain));
    }

    private Set<String> inWindow(ExportWindow window, Choice choice) {
        Set<String> ids = new HashSet<>();
        Slice slice = Slice.of(window.range());
        List<Version> page = store.page("Patient", slice, PAGE, choice);
        while (!page.isEmpty()) {
            page.forEach(version -> ids.add(version.id()));
            slice = slice.beyond(page.getLast());
            page = store.page("Patient", slice, PAGE, choice);
        }
        return ids;
    }
}
