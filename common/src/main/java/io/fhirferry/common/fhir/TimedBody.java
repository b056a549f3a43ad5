package io.fhirferry.common.fhir;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A body as a stream that does not wait for ever: the JDK's time-out ends with the headers, and a server that stalls in
 * the middle of a file would hold its reader. One piece is asked for at a time, so a slow reader slows the sender down.
 */
final class TimedBody extends InputStream implements BodySubscriber<InputStream> {

    private sealed interface Piece {
        record Data(List<ByteBuffer> buffers) implements Piece {}

        record Failed(Throwable cause) implements Piece {}

        record End() implements Piece {}
    }

    private final Duration timeout;
    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
    private Iterator<ByteBuffer> buffers = List.<ByteBuffer>of().iterator();
    private ByteBuffer current = ByteBuffer.allocate(0);
    private boolean ended;
    private volatile boolean closed;

    TimedBody(Duration timeout) {
        this.timeout = timeout;
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void onSubscribe(Subscription given) {
        subscription.complete(given);
        if (closed) {
            given.cancel();
        } else {
            given.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> item) {
        pieces.add(new Piece.Data(item));
    }

    @Override
    public void onError(Throwable failure) {
        pieces.add(new Piece.Failed(failure));
    }

    @Override
    public void onComplete() {
        pieces.add(new Piece.End());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int from, int count) throws IOException {
        if (count == 0) {
            return 0;
        }
        while (!current.hasRemaining()) {
            if (closed) {
                throw new IOException("the answer was closed");
            }
            if (ended) {
                return -1;
            }
            advance();
        }
        int given = Math.min(count, current.remaining());
        current.get(into, from, given);
        return given;
    }

    @Override
    public int available() {
        return current.remaining();
    }

    @Override
    public void close() {
        closed = true;
        if (!ended && subscription.isDone()) {
            subscription.join().cancel();
        }
    }

    private void advance() throws IOException {
        if (buffers.hasNext()) {
            current = buffers.next();
            if (!buffers.hasNext()) {
                subscription.join().request(1);
            }
            return;
        }
        switch (take()) {
            case Piece.Data data -> {
                buffers = data.buffers().iterator();
                if (!buffers.hasNext()) {
                    subscription.join().request(1);
                }
            }
            case Piece.Failed failed -> {
                ended = true;
                throw new IOException("the answer broke off", failed.cause());
            }
            case Piece.End end -> ended = true;
        }
    }

    private Piece take() throws IOException {
        try {
            Piece piece = pieces.poll(timeout.toNanos(), TimeUnit.NANOSECONDS);
            if (piece == null) {
                close();
                throw new SocketTimeoutException("no byte for " + timeout.toSeconds() + " s");
            }
            return piece;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the reader was told to stop");
        }
    }
}
