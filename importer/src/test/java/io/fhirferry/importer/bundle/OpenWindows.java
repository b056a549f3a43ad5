package io.fhirferry.importer.bundle;

import io.fhirferry.common.window.WindowStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;

/** A store of windows that does not let those be listed to which nothing happens any more: there may be ten thousand. */
final class OpenWindows {

    private static final Set<String> COSTLY = Set.of("windows", "outlines", "events");

    private OpenWindows() {}

    static WindowStore of(WindowStore store) {
        return (WindowStore) Proxy.newProxyInstance(
                WindowStore.class.getClassLoader(), new Class<?>[] {WindowStore.class}, (proxy, method, arguments) -> {
                    if (COSTLY.contains(method.getName())) {
                        throw new AssertionError("All windows were read, by " + method.getName());
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
