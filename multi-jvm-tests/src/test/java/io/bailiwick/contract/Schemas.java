package io.bailiwick.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Validates values by schemas of one document, in the dialect of OpenAPI 3.1 with formats checked.
 *
 * <p>The protocol leaves some answers open to further members, for other servers and later
 * versions. This server's own document should be complete, so here every schema that names members
 * allows no others, unless it says itself that it does.
 */
final class Schemas {
  private final ObjectNode components = JsonNodeFactory.instance.objectNode();
  private final Map<JsonNode, JsonSchema> compiled = new ConcurrentHashMap<>();

  /** JSON Schema 2020-12, which does not know the place where OpenAPI keeps named schemas. */
  private final JsonSchemaFactory factory =
      JsonSchemaFactory.getInstance(
          VersionFlag.V202012,
          builder ->
              builder.metaSchema(
                  JsonMetaSchema.builder(JsonMetaSchema.getV202012())
                      .keyword(new NonValidationKeyword("components"))
                      .build()));

  private final SchemaValidatorsConfig formatsChecked =
      SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

  Schemas(JsonNode named) {
    ObjectNode schemas = named.deepCopy();
    schemas.forEach(Schemas::close);
    components.set("schemas", schemas);
  }

  private static void close(JsonNode schema) {
    if (schema instanceof ObjectNode object && object.has("properties")) {
      if (!object.has("additionalProperties")) {
        object.put("additionalProperties", false);
      }
      object.get("properties").forEach(Schemas::close);
    }
    if (schema.has("items")) {
      close(schema.get("items"));
    }
  }

  /** What is wrong, in words; empty if nothing is. */
  List<String> violations(JsonNode schema, JsonNode value) {
    return compiled.computeIfAbsent(schema, this::compile).validate(value).stream()
        .map(message -> message.getMessage())
        .sorted()
        .toList();
  }

  private JsonSchema compile(JsonNode schema) {
    ObjectNode withComponents = JsonNodeFactory.instance.objectNode();
    withComponents.putArray("allOf").add(schema);
    withComponents.set("components", components);
    return factory.getSchema(withComponents, formatsChecked);
  }
}
