package io.bailiwick.oracle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Whether what was seen of a bounded counter can have happened one after the other, each step at
 * some moment between its call and its return. The search of Wing and Gong: take the earliest step
 * that may be next, go back when that leads nowhere, and never try the same set of steps twice, as
 * the counter follows from the set. A set is remembered by 128 bits that each of its steps flips
 * some of, so that a long history costs no more for each step than a short one; that two sets are
 * taken for one is less likely than that the memory of this machine is wrong. One thread, used
 * once.
 */
final class CounterChecker {
  /** A window of many concurrent steps has too many orders; past this it is not decided. */
  private static final int TRIED_MAX = 3_000_000;

  /**
   * A step on the counter.
   *
   * @param change what it adds; a step that takes more than there is is impossible
   * @param missing for a refusal: how much must not have been there; 0 for others
   * @param isCertain false if it may also never have happened
   */
  record Step(
      long callNs, long returnNs, long change, long missing, boolean isCertain, String what) {
    static Step adds(long callNs, long returnNs, long change, String what) {
      return new Step(callNs, returnNs, change, 0, true, what);
    }

    static Step refused(long callNs, long returnNs, long missing, String what) {
      return new Step(callNs, returnNs, 0, missing, true, what);
    }

    /** Perhaps, and whenever. */
    static Step perhaps(long callNs, long change, String what) {
      return new Step(callNs, Long.MAX_VALUE, change, 0, false, what);
    }

    boolean isPossible(long there) {
      return missing > 0 ? there < missing : there + change >= 0;
    }
  }

  /** Of a set of steps, or of one. */
  private record Mark(long high, long low) {
    static final Mark NONE = new Mark(0, 0);

    /** With that step if it was not there, without it if it was. */
    Mark flip(Mark step) {
      return new Mark(high ^ step.high, low ^ step.low);
    }
  }

  /** The call or the return of a step, in a list from which steps are taken out. */
  private static final class Entry {
    final int number;
    final boolean isCall;
    final long atNs;
    Mark mark;
    Entry before;
    Entry after;
    Entry itsReturn;

    Entry(int number, boolean isCall, long atNs) {
      this.number = number;
      this.isCall = isCall;
      this.atNs = atNs;
    }

    void unlink() {
      before.after = after;
      if (after != null) {
        after.before = before;
      }
    }

    void link() {
      before.after = this;
      if (after != null) {
        after.before = this;
      }
    }
  }

  private final List<Step> steps;
  private final Entry head = new Entry(-1, false, 0);
  private final Set<Mark> tried = new HashSet<>();
  private final Deque<Entry> order = new ArrayDeque<>();
  private Mark done = Mark.NONE;
  private long there;
  private int certainLeft;

  private CounterChecker(long there, List<Step> steps) {
    this.there = there;
    this.steps = steps;
    this.certainLeft = (int) steps.stream().filter(Step::isCertain).count();
    link(entries());
  }

  /**
   * What cannot be explained, in words; empty if everything can, or if it takes too long to know.
   *
   * @param initial of the counter
   */
  static List<String> violations(long initial, List<Step> steps) {
    return new CounterChecker(initial, steps).search();
  }

  /** At the same time, calls are before returns: then the steps overlap. */
  private List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    SplittableRandom marks = new SplittableRandom(steps.size());
    for (int i = 0; i < steps.size(); i++) {
      Entry call = new Entry(i, true, steps.get(i).callNs);
      call.mark = new Mark(marks.nextLong(), marks.nextLong());
      call.itsReturn = new Entry(i, false, steps.get(i).returnNs);
      entries.add(call);
      entries.add(call.itsReturn);
    }
    entries.sort(
        Comparator.<Entry>comparingLong(entry -> entry.atNs).thenComparing(entry -> !entry.isCall));
    return entries;
  }

  private void link(List<Entry> entries) {
    Entry last = head;
    for (Entry entry : entries) {
      last.after = entry;
      entry.before = last;
      last = entry;
    }
  }

  private List<String> search() {
    int most = 0;
    String stuck = "";
    Entry at = head.after;
    while (certainLeft > 0) {
      if (at.isCall) {
        at = takes(at) ? head.after : at.after;
      } else {
        // A step has returned without having happened: something before it must be otherwise.
        if (order.size() >= most) {
          most = order.size();
          stuck = steps.get(at.number) + " with " + there + " there";
        }
        if (order.isEmpty()) {
          return List.of("after " + most + " of " + steps.size() + " steps: " + stuck);
        }
        at = goBack();
      }
      if (tried.size() > TRIED_MAX) {
        System.out.println("not decided: " + steps.size() + " steps, stuck at " + stuck);
        return List.of();
      }
    }
    return List.of();
  }

  private boolean takes(Entry call) {
    Step step = steps.get(call.number);
    if (!step.isPossible(there)) {
      return false;
    }
    Mark with = done.flip(call.mark);
    if (!tried.add(with)) {
      return false;
    }
    done = with;
    there += step.change;
    certainLeft -= step.isCertain ? 1 : 0;
    call.unlink();
    call.itsReturn.unlink();
    order.push(call);
    return true;
  }

  /** Takes the last step back. */
  private Entry goBack() {
    Entry call = order.pop();
    Step step = steps.get(call.number);
    done = done.flip(call.mark);
    there -= step.change;
    certainLeft += step.isCertain ? 1 : 0;
    call.itsReturn.link();
    call.link();
    return call.after;
  }
}
