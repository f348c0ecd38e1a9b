package io.bailiwick.http.wire;

/** Whether the server is well, and no more than that: anybody may ask. */
public final class HealthBody {
  private HealthBody() {}

  public static byte[] of(boolean up) {
    return JsonText.object(json -> json.text("status", up ? "UP" : "DOWN"));
  }
}
