package io.fhirferry.common.service;

import io.fhirferry.common.queue.Appetite;
import io.fhirferry.common.stage.Stage;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;

/** Leaves messages in the stage's queue while the stage could not begin with what they bring. */
@ApplicationScoped
@Identifier("stage")
public class StageAppetite implements Appetite {

    private final Stage stage;

    StageAppetite(Stage stage) {
        this.stage = stage;
    }

    @Override
    public int more() {
        return stage.appetite();
    }
}
