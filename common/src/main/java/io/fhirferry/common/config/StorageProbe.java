package io.fhirferry.common.config;

import java.util.concurrent.Callable;

/**
 * One question to one service of a storage account.
 *
 * @param key the key that names the account
 * @param what what lies there, in the plural
 * @param url where, without any signature
 * @param question throws when the answer is not fit; what it returns does not matter
 */
record StorageProbe(Key key, String what, String url, Callable<Boolean> question) implements Callable<Boolean> {

    @Override
    public Boolean call() throws Exception {
        return question.call();
    }

    /** The group of keys that the key belongs to, as {@code ferry.state}. */
    String storage() {
        return key.name().substring(0, key.name().lastIndexOf('.'));
    }
}
