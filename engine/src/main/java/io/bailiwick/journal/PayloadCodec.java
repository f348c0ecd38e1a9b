package io.bailiwick.journal;

import io.bailiwick.journal.JournalRow.Payload;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.Serialization$;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.Serializers;

/**
 * Turns events and snapshots into bytes as Pekko's serialization is configured, in the form in
 * which the plugin reads them back.
 */
final class PayloadCodec {

  private final Serialization serialization;

  PayloadCodec(Serialization serialization) {
    this.serialization = serialization;
  }

  /** Throws what the serializer throws. */
  Payload encode(Object object) {
    return Serialization$.MODULE$.withTransportInformation(
        serialization.system(),
        () -> {
          Serializer serializer = serialization.findSerializerFor(object);
          return new Payload(
              serializer.identifier(),
              Serializers.manifestFor(serializer, object),
              serializer.toBinary(object));
        });
  }
}
