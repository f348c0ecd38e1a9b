package io.bailiwick.lifecycle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A name server on a port of this machine that knows the IPv4 addresses of one name. */
final class NameServer implements AutoCloseable {
  private static final int PACKET_MAX = 512;
  private static final int HEADER = 12;
  private static final int TYPE_A = 1;
  private static final int CLASS_IN = 1;
  private static final int TTL_S = 1;

  /** An answer, authoritative, without an error; or that there is no such name. */
  private static final int FOUND = 0x8400;

  private static final int NO_SUCH_NAME = 0x8403;

  /** Names in answers are references to that in the question. */
  private static final int NAME_OF_QUESTION = 0xC000 | HEADER;

  private final String name;
  private final List<String> addresses;
  private final DatagramSocket socket;
  private final AtomicInteger found = new AtomicInteger();

  NameServer(String name, List<String> addresses) {
    this.name = name;
    this.addresses = List.copyOf(addresses);
    try {
      socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (SocketException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().name("name-server").start(this::serve);
  }

  int port() {
    return socket.getLocalPort();
  }

  /** How many questions for the addresses of the name it has answered. */
  int found() {
    return found.get();
  }

  private void serve() {
    byte[] buffer = new byte[PACKET_MAX];
    while (!socket.isClosed()) {
      try {
        DatagramPacket question = new DatagramPacket(buffer, buffer.length);
        socket.receive(question);
        byte[] answer = answer(ByteBuffer.wrap(buffer, 0, question.getLength()));
        socket.send(new DatagramPacket(answer, answer.length, question.getSocketAddress()));
      } catch (IOException e) {
        if (!socket.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private byte[] answer(ByteBuffer question) throws IOException {
    short id = question.getShort();
    question.position(HEADER);
    String asked = name(question);
    int type = question.getShort();
    question.getShort(); // The class: there is only one.
    boolean isKnown = asked.equalsIgnoreCase(name);
    List<String> answers = isKnown && type == TYPE_A ? addresses : List.of();
    if (!answers.isEmpty()) {
      found.incrementAndGet();
    }
    ByteBuffer head = ByteBuffer.allocate(HEADER);
    head.putShort(id)
        .putShort((short) (isKnown ? FOUND : NO_SUCH_NAME))
        .putShort((short) 1)
        .putShort((short) answers.size());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(head.array());
    out.write(question.array(), HEADER, question.position() - HEADER);
    for (String address : answers) {
      byte[] bytes = InetAddress.getByName(address).getAddress();
      ByteBuffer record = ByteBuffer.allocate(12);
      record
          .putShort((short) NAME_OF_QUESTION)
          .putShort((short) TYPE_A)
          .putShort((short) CLASS_IN)
          .putInt(TTL_S)
          .putShort((short) bytes.length);
      out.write(record.array());
      out.write(bytes);
    }
    return out.toByteArray();
  }

  /** Labels, each after its length, up to an empty one. */
  private static String name(ByteBuffer question) {
    StringBuilder text = new StringBuilder();
    for (int length = question.get(); length > 0; length = question.get()) {
      byte[] label = new byte[length];
      question.get(label);
      text.append(text.isEmpty() ? "" : ".").append(new String(label, StandardCharsets.US_ASCII));
    }
    return text.toString();
  }

  @Override
  public void close() {
    socket.close();
  }
}
