/**
 * The one place that reads the machine's clock by itself, and only to measure. What decides takes
 * the time as an argument, so that a simulation can make it up; what needs the date takes an {@link
 * java.time.InstantSource}.
 */
package io.bailiwick.time;
