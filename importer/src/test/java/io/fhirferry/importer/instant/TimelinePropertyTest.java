package io.fhirferry.importer.instant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class TimelinePropertyTest {

    private static final long TILL = 1_000_000;

    @Property
    void nudgedVersionsRiseWithTheirNumbersAndNothingElseIsTouched(
            @ForAll @Size(max = 30) List<@IntRange(min = 0, max = 20) Integer> dates,
            @ForAll @IntRange(min = 1, max = 4) int resources) {
        List<SeenVersion> versions = new ArrayList<>();
        for (int i = 0; i < dates.size(); i++) {
            versions.add(new SeenVersion(i % resources, i / resources + 1, dates.get(i), 0, i + 1));
        }

        List<Contradiction> found = Timeline.contradictions(new ArrayList<>(versions), TILL);

        Map<Long, Long> moved = new HashMap<>();
        found.forEach(each -> moved.put(each.version().line(), each.millis()));
        assertThat(found).allMatch(Contradiction::canBeNudged);
        Map<Long, TreeMap<Long, Long>> timelines = new HashMap<>();
        versions.forEach(version -> timelines
                .computeIfAbsent(version.resource(), id -> new TreeMap<>())
                .put(version.version(), moved.getOrDefault(version.line(), version.millis())));
        timelines.values().forEach(timeline -> assertThat(new ArrayList<>(timeline.values()))
                .isSorted()
                .doesNotHaveDuplicates());
    }

    @Property
    void versionsThatRiseAreLeftAlone(@ForAll @Size(max = 20) List<@IntRange(min = 1, max = 9) Integer> steps) {
        List<SeenVersion> versions = new ArrayList<>();
        long millis = 0;
        for (int i = 0; i < steps.size(); i++) {
            millis += steps.get(i);
            versions.add(new SeenVersion(7, i + 1, millis, 0, i + 1));
        }

        assertThat(Timeline.contradictions(versions, TILL)).isEmpty();
    }

    @Example
    void equalDatesAreMovedByOneMillisecond() {
        assertThat(Timeline.contradictions(versions(5, 5, 5, 9), TILL))
                .extracting(Contradiction::millis)
                .containsExactly(6L, 7L);
    }

    @Example
    void theSameLineTwiceIsNoContradiction() {
        List<SeenVersion> twice = versions(5);
        twice.add(new SeenVersion(7, 1, 5, 1, 9));

        assertThat(Timeline.contradictions(twice, TILL)).isEmpty();
    }

    @Example
    void theSameLineTwiceIsMovedTwice() {
        List<SeenVersion> versions = versions(5, 5);
        versions.add(new SeenVersion(7, 2, 5, 1, 9));

        assertThat(Timeline.contradictions(versions, TILL))
                .extracting(Contradiction::millis)
                .containsExactly(6L, 6L);
    }

    @Example
    void aVersionWithTwoDatesCannotBeSolvedByADate() {
        List<SeenVersion> versions = versions(5);
        versions.add(new SeenVersion(7, 1, 6, 1, 9));

        assertThat(Timeline.contradictions(versions, TILL)).singleElement().matches(each -> !each.canBeNudged());
    }

    @Example
    void aDateIsNeverMovedOutOfTheWindow() {
        assertThat(Timeline.contradictions(versions(5, 5), 6)).singleElement().matches(each -> !each.canBeNudged());
    }

    private static List<SeenVersion> versions(long... dates) {
        List<SeenVersion> versions = new ArrayList<>();
        for (int i = 0; i < dates.length; i++) {
            versions.add(new SeenVersion(7, i + 1, dates[i], 0, i + 1));
        }
        return versions;
    }
}
