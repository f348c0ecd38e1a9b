/**
 * Clusters of real processes: what goes on and for how long it does not when nodes go, come and are
 * cut off. The scenarios read as prose; each says what it claims, and prints what it measured.
 */
package io.bailiwick.cluster;
