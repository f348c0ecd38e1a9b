/** Tests of what an operator sees. */
package io.bailiwick.cluster;
