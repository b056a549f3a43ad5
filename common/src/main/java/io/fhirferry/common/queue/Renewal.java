package io.fhirferry.common.queue;

import io.smallrye.mutiny.subscription.Cancellable;
import java.time.Duration;

/**
 * Keeps one message hidden while it is handled: renews it when a third of its time is gone, tries again soon when the
 * service does not answer, and gives up when the message is lost.
 */
final class Renewal {

    private static final int SHARE = 3;
    private static final int SHARE_AFTER_FAILURE = 12;

    private final MessageHold hold;
    private final QueueTimer timer;
    private final Duration visibility;
    private final Runnable whenLost;
    private volatile boolean stopped;
    private volatile Cancellable next = () -> {};

    /** @param whenLost called once, unless stopped before */
    Renewal(MessageHold hold, QueueTimer timer, Duration visibility, Runnable whenLost) {
        this.hold = hold;
        this.timer = timer;
        this.visibility = visibility;
        this.whenLost = whenLost;
    }

    void start() {
        next = timer.after(visibility.dividedBy(SHARE), this::renew);
    }

    void stop() {
        stopped = true;
        next.cancel();
    }

    private void renew() {
        if (stopped) {
            return;
        }
        Duration pause = visibility.dividedBy(SHARE);
        try {
            hold.renew();
        } catch (MessageLostException e) {
            if (!stopped) {
                stopped = true;
                whenLost.run();
            }
        } catch (QueueException e) {
            QueueLog.LOG.notRenewed(hold.queue(), hold.id(), e.getMessage());
            pause = visibility.dividedBy(SHARE_AFTER_FAILURE);
        }
        if (!stopped) {
            next = timer.after(pause, this::renew);
        }
    }
}
