/** Starting, stopping, settings, restarts, and what the first five minutes promise. */
package io.bailiwick.lifecycle;
