/** Tests of what is told of what happened. */
package io.bailiwick.record;
