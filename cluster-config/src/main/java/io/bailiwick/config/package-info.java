/**
 * Settings of a node: one HOCON file and one record per concern, read once at the start, checked,
 * and handed down as values. Nothing else in Bailiwick reads configuration.
 *
 * <p>To add a key: (1) write it with its default into {@code resources/bailiwick/CONCERN.conf},
 * under a comment that gives its unit and the reason for the default and ends in <i>Node-local.</i>
 * or <i>Cluster-wide.</i>; (2) add a component to the record of the concern and read it in its
 * {@code read} method with its bounds; (3) write the reference page anew with {@code mvn -q -pl
 * cluster-config test -Dtest=SettingsPageTest -Dpage.write=true}. The environment variable, the
 * refusal of values out of bounds and the row of the page follow by themselves. A new concern also
 * needs its name in {@link io.bailiwick.config.SettingSources} and a component in {@link
 * io.bailiwick.config.Settings}.
 */
package io.bailiwick.config;
