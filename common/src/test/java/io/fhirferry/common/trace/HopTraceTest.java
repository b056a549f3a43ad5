package io.fhirferry.common.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jboss.logging.MDC;
import org.junit.jupiter.api.Test;

class HopTraceTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SENDER = "b7ad6b7169203331";

    private static Context received(TraceFlags flags, TraceState state) {
        return Context.root().with(Span.wrap(SpanContext.createFromRemoteParent(TRACE, SENDER, flags, state)));
    }

    private static Context received() {
        return received(TraceFlags.getSampled(), TraceState.getDefault());
    }

    private static String parent() {
        return HopTrace.headers().getOrDefault("traceparent", "");
    }

    @Test
    void aHopIsPartOfTheTraceThatItsMessageBroughtUnderAnIdOfItsOwn() {
        HopTrace.within(received(), () -> {
            assertThat(parent()).matches("00-" + TRACE + "-[0-9a-f]{16}-01").doesNotContain(SENDER);
            assertThat(MDC.get(HopTrace.TRACE_ID)).isEqualTo(TRACE);
            assertThat(parent()).contains((String) MDC.get(HopTrace.SPAN_ID));
        });
    }

    @Test
    void whatTheSenderDecidedAndAddedGoesOn() {
        TraceState vendor = TraceState.builder().put("vendor", "x").build();

        HopTrace.within(received(TraceFlags.getDefault(), vendor), () -> {
            assertThat(parent()).endsWith("-00");
            assertThat(HopTrace.headers()).containsEntry("tracestate", "vendor=x");
        });
    }

    @Test
    void aSpanThatAnSdkHasBegunStays() {
        SpanContext recorded =
                SpanContext.create(TRACE, "00f067aa0ba902b7", TraceFlags.getSampled(), TraceState.getDefault());

        HopTrace.within(Context.root().with(Span.wrap(recorded)), () -> assertThat(parent())
                .isEqualTo("00-" + TRACE + "-00f067aa0ba902b7-01"));
    }

    @Test
    void aTraceBeginsWhereNoneWasReceived() {
        String first = HopTrace.begin(HopTraceTest::parent);
        String second = HopTrace.begin(HopTraceTest::parent);

        assertThat(List.of(first, second))
                .doesNotHaveDuplicates()
                .allMatch(parent -> parent.matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01"));
    }

    @Test
    void nothingIsLeftBehindAndAnOuterTraceGoesOn() {
        HopTrace.within(received(), () -> {
            String outer = parent();
            HopTrace.begin(HopTraceTest::parent);

            assertThat(parent()).isEqualTo(outer);
            assertThat(MDC.get(HopTrace.TRACE_ID)).isEqualTo(TRACE);
        });

        assertThat(HopTrace.headers()).isEqualTo(Map.of());
        assertThat(MDC.get(HopTrace.TRACE_ID)).isNull();
        assertThat(MDC.get(HopTrace.SPAN_ID)).isNull();
    }

    @Test
    void workForAnotherThreadIsPartOfTheTrace() throws InterruptedException {
        List<String> seen = new ArrayList<>();
        Runnable work = () -> {
            seen.add(parent());
            seen.add("" + MDC.get(HopTrace.TRACE_ID));
        };

        Thread other = HopTrace.within(received(), () -> {
            seen.add(parent());
            return Thread.ofVirtual().start(HopTrace.carried(work));
        });
        other.join();

        assertThat(seen.get(1)).isEqualTo(seen.get(0));
        assertThat(seen.get(2)).isEqualTo(TRACE);
    }

    @Test
    void workOutsideOfAnyTraceIsDoneWithoutOne() throws InterruptedException {
        List<String> seen = new ArrayList<>();

        Thread.ofVirtual().start(HopTrace.carried(() -> seen.add(parent()))).join();

        assertThat(seen).containsExactly("");
    }
}
