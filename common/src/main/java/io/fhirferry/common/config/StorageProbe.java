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

    /** The failure of this question, as a problem of its key. */
    Problem problem(StorageFailure failure) {
        String place = key.secret() ? "set to an account" : "set to an endpoint";
        return new Problem(
                key.name(), "%s whose %s at %s %s".formatted(place, what, url, failure.what()), failure.right());
    }
}
