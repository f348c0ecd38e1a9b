/** How texts may be spelled, such as ids, which are checked many times for each request. */
package io.bailiwick.text;
