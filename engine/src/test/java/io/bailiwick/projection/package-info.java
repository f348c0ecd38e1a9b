/** Tests of how events become rows. */
package io.bailiwick.projection;
