/**
 * The one place that knows that messages come at least once. A service writes a {@link
 * io.fhirferry.common.stage.Stage}; the {@link io.fhirferry.common.stage.StageRunner} makes sure that whatever is
 * repeated, lost or delivered twice, each window makes each move once.
 */
package io.fhirferry.common.stage;
