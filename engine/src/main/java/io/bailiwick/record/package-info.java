/** What happened, as others are told of it: the kinds of events there are. */
package io.bailiwick.record;
