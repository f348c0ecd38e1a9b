package io.bailiwick.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AnswerReaderTest {
  @Test
  void answersOfBothFormsFollowEachOtherOnAConnection() throws IOException {
    AnswerReader reader =
        reading(
            "HTTP/1.1 200 OK\r\ncontent-length: 4\r\nX: "
                + "x".repeat(2_000)
                + "\r\n\r\nbody"
                + "HTTP/1.1 409 Conflict\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "3\r\nfir\r\n2;a=b\r\nst\r\n0\r\n\r\n"
                + "HTTP/1.1 204 No\r\nContent-Length: 0\r\nConnection: Close\r\n\r\n");
    assertThat(reader.read()).isEqualTo(200);
    assertThat(reader.body()).isEqualTo("body");
    assertThat(reader.keepsOpen()).isTrue();
    assertThat(reader.read()).isEqualTo(409);
    assertThat(reader.body()).isEqualTo("first");
    assertThat(reader.read()).isEqualTo(204);
    assertThat(reader.keepsOpen()).isFalse();
  }

  @Test
  void answerThatIsCutIsNone() {
    assertThatThrownBy(reading("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")::read)
        .isInstanceOf(EOFException.class);
    assertThatThrownBy(reading("HTTP/1.1 200 OK\r\nConte")::read).isInstanceOf(EOFException.class);
  }

  @Test
  void membersAreFoundWithoutReadingTheRest() {
    String json =
        "{\"a\": {\"amount\":1}, \"charged\" : {\"unit\":\"U\",\"amount\": 77}, \"id\":\"r1\"}";
    assertThat(Scan.amount(json, "charged")).isEqualTo(77);
    assertThat(Scan.text(json, "id")).isEqualTo("r1");
    assertThat(Scan.text(json, "error")).isNull();
    assertThat(Scan.amount(json, "released")).isEqualTo(-1);
  }

  private static AnswerReader reading(String bytes) {
    return new AnswerReader(new ByteArrayInputStream(bytes.getBytes(StandardCharsets.ISO_8859_1)));
  }
}
