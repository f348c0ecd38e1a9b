package io.bailiwick.http.listen;

import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.NotUsed;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.util.ByteString;

/**
 * Between a connection and HTTP: what comes in at once goes on in small pieces. Pekko's parser
 * calls itself for every request that it finds in a piece, so a few hundred short requests in one
 * would end its stack, and with it the process.
 */
final class Pieces {
  /** Room for 40 of the shortest requests; a usual one still is one piece. */
  static final int BYTES_MAX = 1024;

  private Pieces() {}

  static BidiFlow<ByteString, ByteString, ByteString, ByteString, NotUsed> ofWhatComesIn() {
    return BidiFlow.fromFlows(
        Flow.of(ByteString.class), Flow.of(ByteString.class).mapConcat(Pieces::of));
  }

  /** The same bytes in the same order. */
  static List<ByteString> of(ByteString bytes) {
    if (bytes.size() <= BYTES_MAX) {
      return List.of(bytes);
    }
    List<ByteString> pieces = new ArrayList<>(bytes.size() / BYTES_MAX + 1);
    for (int from = 0; from < bytes.size(); from += BYTES_MAX) {
      pieces.add(bytes.slice(from, Math.min(bytes.size(), from + BYTES_MAX)));
    }
    return pieces;
  }
}
