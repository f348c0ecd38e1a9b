package io.bailiwick.collection;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;

/**
 * An immutable map whose changed copies share all but a few nodes with the original: a hash array
 * mapped trie. Lookup and change take a handful of steps at any size. Thread-safe, as it never
 * changes.
 *
 * <p>The order of iteration depends on the keys' hash codes alone; use keys whose hash code is the
 * same in every run, such as strings, numbers, and records of them.
 */
public final class TrieMap<K, V> {

  private static final int BITS = 5;
  private static final int MASK = (1 << BITS) - 1;
  private static final int DEPTH_BITS_MAX = 32;
  private static final TrieMap<?, ?> EMPTY = new TrieMap<>(new Branch(0, new Object[0]), 0);

  private final Branch root;
  private final int size;

  private TrieMap(Branch root, int size) {
    this.root = root;
    this.size = size;
  }

  @SuppressWarnings("unchecked")
  public static <K, V> TrieMap<K, V> empty() {
    return (TrieMap<K, V>) EMPTY;
  }

  public int size() {
    return size;
  }

  public boolean isEmpty() {
    return size == 0;
  }

  public boolean contains(K key) {
    return find(key) != null;
  }

  /** The value of {@code key}, or null. Values are never null. */
  @SuppressWarnings("unchecked")
  public V find(K key) {
    Objects.requireNonNull(key, "key");
    int hash = spread(key);
    Object node = root;
    for (int shift = 0; ; shift += BITS) {
      switch (node) {
        case Branch branch -> {
          int bit = 1 << ((hash >>> shift) & MASK);
          if ((branch.bitmap & bit) == 0) {
            return null;
          }
          node = branch.children[branch.index(bit)];
        }
        case Leaf leaf -> {
          return leaf.key.equals(key) ? (V) leaf.value : null;
        }
        case Collision collision -> {
          Leaf found = collision.find(key);
          return found == null ? null : (V) found.value;
        }
        default -> throw new IllegalStateException("not a node: " + node);
      }
    }
  }

  /** The map with {@code key} bound to {@code value}. */
  public TrieMap<K, V> with(K key, V value) {
    Objects.requireNonNull(value, "value");
    boolean isNew = find(key) == null;
    Leaf leaf = new Leaf(spread(key), key, value);
    return new TrieMap<>((Branch) with(root, 0, leaf), isNew ? size + 1 : size);
  }

  /** The map without {@code key}; the same map when it is not there. */
  public TrieMap<K, V> without(K key) {
    return find(key) == null ? this : new TrieMap<>(without(root, 0, spread(key), key), size - 1);
  }

  /** Calls {@code each} once for every binding. */
  public void forEach(BiConsumer<? super K, ? super V> each) {
    visit(root, each);
  }

  public List<V> values() {
    List<V> values = new ArrayList<>(size);
    forEach((key, value) -> values.add(value));
    return values;
  }

  public List<K> keys() {
    List<K> keys = new ArrayList<>(size);
    forEach((key, value) -> keys.add(key));
    return keys;
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof TrieMap<?, ?> that) || that.size != size) {
      return false;
    }
    boolean[] equal = {true};
    @SuppressWarnings("unchecked")
    TrieMap<Object, Object> theirs = (TrieMap<Object, Object>) that;
    forEach((key, value) -> equal[0] &= value.equals(theirs.find(key)));
    return equal[0];
  }

  @Override
  public int hashCode() {
    int[] sum = {0};
    forEach((key, value) -> sum[0] += key.hashCode() ^ value.hashCode());
    return sum[0];
  }

  @Override
  public String toString() {
    List<String> entries = new ArrayList<>();
    forEach((key, value) -> entries.add(key + "=" + value));
    return entries.toString();
  }

  private static Object with(Object node, int shift, Leaf leaf) {
    return switch (node) {
      case Branch branch -> {
        int bit = 1 << ((leaf.hash >>> shift) & MASK);
        int index = branch.index(bit);
        yield (branch.bitmap & bit) == 0
            ? branch.inserting(bit, index, leaf)
            : branch.replacing(index, with(branch.children[index], shift + BITS, leaf));
      }
      case Leaf old ->
          old.key.equals(leaf.key)
              ? leaf
              : old.hash == leaf.hash
                  ? new Collision(new Leaf[] {old, leaf})
                  : with(Branch.of(shift, old.hash, old), shift, leaf);
      case Collision collision ->
          collision.hash() == leaf.hash
              ? collision.with(leaf)
              : with(Branch.of(shift, collision.hash(), collision), shift, leaf);
      default -> throw new IllegalStateException("not a node: " + node);
    };
  }

  private static Branch without(Branch branch, int shift, int hash, Object key) {
    int bit = 1 << ((hash >>> shift) & MASK);
    int index = branch.index(bit);
    Object smaller =
        switch (branch.children[index]) {
          case Branch below -> {
            Branch rest = without(below, shift + BITS, hash, key);
            yield rest.children.length == 1 && !(rest.children[0] instanceof Branch)
                ? rest.children[0]
                : rest;
          }
          case Leaf leaf -> null;
          case Collision collision -> collision.without(key);
          default -> throw new IllegalStateException("not a node");
        };
    return smaller == null ? branch.removing(bit, index) : branch.replacing(index, smaller);
  }

  @SuppressWarnings("unchecked")
  private static <K, V> void visit(Object node, BiConsumer<? super K, ? super V> each) {
    switch (node) {
      case Branch branch -> {
        for (Object child : branch.children) {
          visit(child, each);
        }
      }
      case Leaf leaf -> each.accept((K) leaf.key, (V) leaf.value);
      case Collision collision -> {
        for (Leaf leaf : collision.leaves) {
          each.accept((K) leaf.key, (V) leaf.value);
        }
      }
      default -> throw new IllegalStateException("not a node: " + node);
    }
  }

  private static int spread(Object key) {
    int hash = key.hashCode() * 0x9E3779B1;
    return hash ^ (hash >>> 15);
  }

  private record Leaf(int hash, Object key, Object value) {}

  /** Children where the bitmap has a bit, in the order of the bits. */
  private record Branch(int bitmap, Object[] children) {

    static Branch of(int shift, int hash, Object child) {
      if (shift >= DEPTH_BITS_MAX) {
        throw new IllegalStateException("equal hashes belong into a collision");
      }
      return new Branch(1 << ((hash >>> shift) & MASK), new Object[] {child});
    }

    int index(int bit) {
      return Integer.bitCount(bitmap & (bit - 1));
    }

    Branch inserting(int bit, int index, Object child) {
      Object[] more = new Object[children.length + 1];
      System.arraycopy(children, 0, more, 0, index);
      more[index] = child;
      System.arraycopy(children, index, more, index + 1, children.length - index);
      return new Branch(bitmap | bit, more);
    }

    Branch replacing(int index, Object child) {
      Object[] same = children.clone();
      same[index] = child;
      return new Branch(bitmap, same);
    }

    Branch removing(int bit, int index) {
      Object[] fewer = new Object[children.length - 1];
      System.arraycopy(children, 0, fewer, 0, index);
      System.arraycopy(children, index + 1, fewer, index, fewer.length - index);
      return new Branch(bitmap & ~bit, fewer);
    }
  }

  /** Two keys or more with one hash. */
  private record Collision(Leaf[] leaves) {

    int hash() {
      return leaves[0].hash;
    }

    Leaf find(Object key) {
      for (Leaf leaf : leaves) {
        if (leaf.key.equals(key)) {
          return leaf;
        }
      }
      return null;
    }

    Collision with(Leaf leaf) {
      List<Leaf> all = new ArrayList<>(Arrays.asList(leaves));
      all.removeIf(old -> old.key.equals(leaf.key));
      all.add(leaf);
      return new Collision(all.toArray(Leaf[]::new));
    }

    Object without(Object key) {
      Leaf[] rest =
          Arrays.stream(leaves).filter(leaf -> !leaf.key.equals(key)).toArray(Leaf[]::new);
      return rest.length == 1 ? rest[0] : new Collision(rest);
    }
  }
}
