package io.fhirferry.common.window;

import io.quarkus.runtime.annotations.RegisterForReflection;

/**
 * The account of one resource type in one window: how many owned lines went where. All figures are counts of lines.
 *
 * @param exported lines that the source exported and the window owns
 * @param copied lines that reached the import storage
 * @param imported lines that the destination holds because it loaded them, now or at an earlier attempt
 * @param duplicate lines proven identical to what the destination has
 * @param rejected lines that the destination refused; each is in quarantine
 * @param deferred lines refused for a missing reference, to be tried again
 * @param elsewhere lines that travel on another path
 * @param verified lines whose content was read back and found equal
 * @param missing lines that the destination does not have
 * @param different lines that the destination has with another content or version
 * @param extra resources at the destination that the source does not have
 */
@RegisterForReflection
public record TypeAccount(
        long exported,
        long copied,
        long imported,
        long duplicate,
        long rejected,
        long deferred,
        long elsewhere,
        long verified,
        long missing,
        long different,
        long extra) {

    /** Nothing counted yet. */
    public static final TypeAccount NONE = new TypeAccount(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Adds figure by figure. */
    public TypeAccount plus(TypeAccount other) {
        return new TypeAccount(
                exported + other.exported,
                copied + other.copied,
                imported + other.imported,
                duplicate + other.duplicate,
                rejected + other.rejected,
                deferred + other.deferred,
                elsewhere + other.elsewhere,
                verified + other.verified,
                missing + other.missing,
                different + other.different,
                extra + other.extra);
    }

    /** Whether every exported line is accounted for at the destination's door. */
    public boolean closes() {
        return exported == copied && copied == imported + duplicate + rejected + deferred + elsewhere;
    }

    /** What was counted before this stage. The copy counts what was exported, because only it reads every line. */
    TypeAccount before(StageName stage) {
        return switch (stage) {
            case EXPORT, COPY -> NONE;
            case IMPORT -> NONE.withExported(exported).withCopied(copied);
            case VERIFY -> withVerification(0, 0, 0, 0);
        };
    }

    public TypeAccount withExported(long lines) {
        return new TypeAccount(
                lines, copied, imported, duplicate, rejected, deferred, elsewhere, verified, missing, different, extra);
    }

    public TypeAccount withCopied(long lines) {
        return new TypeAccount(
                exported, lines, imported, duplicate, rejected, deferred, elsewhere, verified, missing, different,
                extra);
    }

    /** The figures of the import, in one go, because they only make sense together. */
    public TypeAccount withImport(
            long newImported, long newDuplicate, long newRejected, long newDeferred, long newElsewhere) {
        return new TypeAccount(
                exported,
                copied,
                newImported,
                newDuplicate,
                newRejected,
                newDeferred,
                newElsewhere,
                verified,
                missing,
                different,
                extra);
    }

    /** The figures of the verification, in one go. */
    public TypeAccount withVerification(long newVerified, long newMissing, long newDifferent, long newExtra) {
        return new TypeAccount(
                exported,
                copied,
                imported,
                duplicate,
                rejected,
                deferred,
                elsewhere,
                newVerified,
                newMissing,
                newDifferent,
                newExtra);
    }
}
