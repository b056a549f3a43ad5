package io.fhirferry.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StorageServiceTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    BLOB  | GET    | /account/container/p-4711.ndjson                         | get-blob
                    BLOB  | HEAD   | /container/p-4711.ndjson                                 | head-blob
                    BLOB  | PUT    | /container/name                                          | put-blob
                    BLOB  | PUT    | /container/name?comp=block&blockid=MTIz                  | put-block
                    BLOB  | PUT    | /container/name?comp=blocklist                           | put-blocklist
                    BLOB  | PUT    | /container/name?comp=something-new                       | put-blob
                    BLOB  | DELETE | /container/name                                          | delete-blob
                    BLOB  | PUT    | /container?restype=container                             | put-container
                    BLOB  | GET    | /container?restype=container&comp=list&prefix=p-4711     | list-blobs
                    QUEUE | GET    | /account/queue/messages?numofmessages=32                 | receive
                    QUEUE | GET    | /queue/messages?peekonly=true&numofmessages=1            | peek
                    QUEUE | POST   | /queue/messages?messagettl=-1                            | send
                    QUEUE | PUT    | /queue/messages/id-4711?popreceipt=r&visibilitytimeout=1 | update
                    QUEUE | DELETE | /queue/messages/id-4711?popreceipt=r                     | delete
                    QUEUE | GET    | /queue?comp=metadata                                     | get-metadata
                    QUEUE | PUT    | /queue                                                   | put-queue
                    TABLE | GET    | /account/migration(PartitionKey=%27m%27,RowKey=%27r%27)  | get-entity
                    TABLE | GET    | /migration()?$filter=RowKey%20eq%20%27r%27               | query
                    TABLE | POST   | /migration                                               | insert-entity
                    TABLE | PUT    | /migration(PartitionKey=%27m%27,RowKey=%27r%27)          | put-entity
                    TABLE | PATCH  | /migration(PartitionKey=%27m%27,RowKey=%27r%27)          | merge-entity
                    TABLE | POST   | /account/$batch                                          | transaction
                    TABLE | POST   | /Tables                                                  | insert-table
                    """)
    void aRequestIsNamedByItsOperationOnly(StorageService service, String method, String path, String operation) {
        HttpRequest request = new HttpRequest(HttpMethod.valueOf(method), "https://account.example.net" + path);

        assertThat(service.operation(request)).isEqualTo(operation);
    }

    @ParameterizedTest
    @CsvSource({"BLOB, other-blob", "QUEUE, other", "TABLE, other-entity"})
    void aMethodThatNobodyUsesForThisIsNoTag(StorageService service, String operation) {
        HttpRequest request = new HttpRequest(HttpMethod.OPTIONS, "https://account.example.net/queue/messages/id-4711");

        assertThat(service.operation(request)).isEqualTo(operation);
    }
}
