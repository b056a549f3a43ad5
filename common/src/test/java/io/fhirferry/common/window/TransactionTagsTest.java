package io.fhirferry.common.window;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TransactionTagsTest {

    private static final String ANSWER = """
            --batchresponse_1\r
            Content-Type: multipart/mixed; boundary=changesetresponse_1\r
            \r
            --changesetresponse_1\r
            Content-Type: application/http\r
            Content-Transfer-Encoding: binary\r
            \r
            HTTP/1.1 204 No Content\r
            DataServiceVersion: 1.0;\r
            ETag: W/"datetime'2026-11-22T06%3A24%3A10.1234567Z'"\r
            \r
            --changesetresponse_1\r
            Content-Type: application/http\r
            \r
            HTTP/1.1 204 No Content\r
            ETag: W/"datetime'2026-11-22T06%3A24%3A10.7654321Z'"\r
            \r
            --changesetresponse_1--\r
            """;

    @Test
    void theTagOfTheFirstOperationIsFound() {
        assertThat(TransactionTags.first(ANSWER)).contains("W/\"datetime'2026-11-22T06%3A24%3A10.1234567Z'\"");
    }

    @Test
    void anAnswerWithoutTagsHasNone() {
        assertThat(TransactionTags.first(ANSWER.replace("ETag", "X-Tag"))).isEmpty();
        assertThat(TransactionTags.first("")).isEmpty();
    }
}
