package io.bailiwick.webhook.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.bailiwick.journal.codec.StoredJson;
import io.bailiwick.webhook.WebhookCredentials;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Credentials as they are stored.
 *
 * @param signingSecret sealed
 * @param headers JSON object: names in the clear, values sealed
 */
record SealedCredentials(String signingSecret, String headers) {

  static SealedCredentials seal(WebhookCredentials plain, String id, WebhookVault vault) {
    ObjectNode headers = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, String> header : plain.headers().entrySet()) {
      headers.put(header.getKey(), vault.seal(header.getValue(), place(id, header.getKey())));
    }
    return new SealedCredentials(
        vault.seal(plain.signingSecret(), place(id, "")), StoredJson.write(headers));
  }

  /** The plain ones of the subscription {@code id}. */
  WebhookCredentials open(String id, WebhookVault vault) throws WebhookVault.NotOpened {
    SortedMap<String, String> plain = new TreeMap<>();
    for (Map.Entry<String, JsonNode> header : tree().properties()) {
      String name = header.getKey();
      plain.put(name, vault.open(header.getValue().textValue(), place(id, name)));
    }
    return new WebhookCredentials(vault.open(signingSecret, place(id, "")), plain);
  }

  /** In their order. */
  List<String> headerNames() {
    List<String> names = new ArrayList<>();
    tree().fieldNames().forEachRemaining(names::add);
    names.sort(null);
    return names;
  }

  private ObjectNode tree() {
    return StoredJson.read(headers, ObjectNode.class);
  }

  /** A header has a name, and the signing secret none. */
  private static String place(String id, String header) {
    return id + '/' + header;
  }
}
