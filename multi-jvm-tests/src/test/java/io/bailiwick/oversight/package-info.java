/** What an operator sees of a cluster, and does to it. */
package io.bailiwick.oversight;
