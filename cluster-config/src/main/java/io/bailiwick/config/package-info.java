/**
 * Settings of a node: one HOCON file and one record per concern, read once at the start, checked,
 * and handed down as values. Nothing else in Bailiwick reads configuration.
 */
package io.bailiwick.config;
