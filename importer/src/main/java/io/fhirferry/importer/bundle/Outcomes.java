package io.fhirferry.importer.bundle;

/** Is told what became of each line, once, when it is certain. For several threads. */
interface Outcomes {

    /** The destination has them. */
    void arrived(int lines);

    /** The destination refused the line, and would refuse it again. */
    void rejected(Bundle bundle, int entry, Refusal refusal);

    /** The destination misses what the line refers to; it may come. */
    void deferred(Bundle bundle, int entry, Refusal refusal);
}
