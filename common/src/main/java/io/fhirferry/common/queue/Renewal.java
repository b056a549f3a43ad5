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

    /** @param whenLost called when the message turns out to be somebody else's */
    Renewal(MessageHold hold, QueueTimer timer, Duration visibility, Runnable whenLost) {
        this.hold = hold;
        this.timer = timer;
        this.visibility = visibility;
        this.whenLost = whenLost;
    }

    /** Renews from now on; also after the message had been lost, when it was received once more. */
    void start() {
        next.cancel();
        again(SHARE);
    }

    /** Ends the renewal for good: the message is settled. */
    void stop() {
        stopped = true;
        next.cancel();
    }

    private void renew() {
        if (stopped) {
            return;
        }
        try {
            hold.renew();
            again(SHARE);
        } catch (MessageLostException e) {
            whenLost.run();
        } catch (QueueException e) {
            QueueLog.LOG.notRenewed(hold.queue(), hold.id(), e.getMessage());
            again(SHARE_AFTER_FAILURE);
        }
    }

    private void again(int share) {
        if (!stopped) {
            next = timer.after(visibility.dividedBy(share), this::renew);
        }
    }
}
