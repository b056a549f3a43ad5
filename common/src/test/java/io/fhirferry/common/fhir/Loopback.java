package io.fhirferry.common.fhir;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executor;

/** Servers of this process, for tests. */
public final class Loopback {

    private Loopback() {}

    /** One that answers at a free port, one request after the other. */
    public static HttpServer serving(HttpHandler handler) {
        return serving(handler, Runnable::run);
    }

    /** One that answers at a free port, on these threads. */
    public static HttpServer serving(HttpHandler handler, Executor threads) {
        HttpServer server;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", handler);
        server.start();
        return server;
    }
}
