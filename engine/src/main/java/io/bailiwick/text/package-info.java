/**
 * How texts may be spelled, such as ids, which are checked many times for each request, and how
 * they are dealt out.
 */
package io.bailiwick.text;
