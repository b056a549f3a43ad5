package io.fhirferry.verifier.tile;

import io.fhirferry.verifier.compare.ResourceKey;
import java.util.List;

/** Is told what became of each line of a window, once it is certain. */
interface Judgement {

    /** Lines whose content the destination has. */
    void verified(String type, long lines);

    /** Lines that need not be there any more, because a newer version has taken or will take their place. */
    void superseded(String type, long lines);

    /** The destination does not have it. */
    void missing(ResourceKey key, long lines);

    /** The destination has it with another content. */
    void different(ResourceKey key, long lines, List<String> pointers);

    /** Only the destination has it. */
    void extra(ResourceKey key);

    /** The destination refused the line; the key's id is empty when it could not be read. */
    void rejected(ResourceKey key, String file, long line);
}
