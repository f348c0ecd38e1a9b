package io.bailiwick.lifecycle;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * The part of the API of Kubernetes that lists pods, with a certificate of its own. Beside the pods
 * that are nodes it lists one that is not, as a real one does while a pod starts.
 */
final class PodApi implements AutoCloseable {
  private static final char[] PASSWORD = "password".toCharArray();
  private static final long KEYTOOL_MAX_S = 60;

  private final HttpsServer server;
  private final Path folder;
  private final String path;
  private final String token;
  private final String pods;
  private final AtomicInteger listed = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  /**
   * @param folder for what a pod finds mounted: its certificate authority, token and namespace
   * @param port of the containers, named {@code management}
   */
  PodApi(Path folder, String namespace, String token, List<String> addresses, int port)
      throws IOException, GeneralSecurityException, InterruptedException {
    this.folder = folder;
    this.token = token;
    this.path = "/api/v1/namespaces/" + namespace + "/pods";
    this.pods =
        addresses.stream().map(address -> pod(address, port)).collect(Collectors.joining(","))
            + ",{\"metadata\":{\"name\":\"pending\"},\"spec\":{\"containers\":[{\"name\":\"server\"}]},"
            + "\"status\":{\"phase\":\"Pending\"}}";
    Files.createDirectories(folder);
    Files.writeString(tokenFile(), token);
    Files.writeString(namespaceFile(), namespace);
    KeyStore keys = makeKeys();
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context(keys)));
    server.createContext("/", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  Path authorityFile() {
    return folder.resolve("ca.crt");
  }

  Path tokenFile() {
    return folder.resolve("token");
  }

  Path namespaceFile() {
    return folder.resolve("namespace");
  }

  /** How often it has listed the pods. */
  int listed() {
    return listed.get();
  }

  /** How often something else was asked for, or with another token. */
  int refused() {
    return refused.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    boolean isRight =
        exchange.getRequestURI().getPath().equals(path)
            && "labelSelector=app=agents".equals(exchange.getRequestURI().getQuery())
            && ("Bearer " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"));
    (isRight ? listed : refused).incrementAndGet();
    byte[] body =
        (isRight ? "{\"kind\":\"PodList\",\"items\":[" + pods + "]}" : "{}")
            .getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(isRight ? 200 : 403, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static String pod(String address, int port) {
    return """
    {"metadata":{"name":"pod-%s","labels":{"app":"agents"}},
     "spec":{"containers":[{"name":"server","ports":[
       {"name":"http","containerPort":7878},{"name":"management","containerPort":%d}]}]},
     "status":{"phase":"Running","podIP":"%s",
       "containerStatuses":[{"name":"server","state":{"running":{}}}]}}
    """
        .formatted(address, port, address);
  }

  private KeyStore makeKeys() throws IOException, GeneralSecurityException, InterruptedException {
    Path store = folder.resolve("keys.p12");
    keytool(
        "-genkeypair",
        store,
        "-keyalg",
        "EC",
        "-dname",
        "CN=kubernetes",
        "-ext",
        "san=ip:127.0.0.1");
    keytool("-exportcert", store, "-rfc", "-file", authorityFile().toString());
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, PASSWORD);
    }
    return keys;
  }

  private static void keytool(String command, Path store, String... more)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    line.addAll(List.of(command, "-alias", "api", "-keystore", store.toString()));
    line.addAll(List.of("-storetype", "PKCS12", "-storepass", new String(PASSWORD)));
    line.addAll(List.of(more));
    Process process = new ProcessBuilder(line).inheritIO().start();
    if (!process.waitFor(KEYTOOL_MAX_S, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException("keytool failed: " + line);
    }
  }

  private static SSLContext context(KeyStore keys) throws GeneralSecurityException {
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
