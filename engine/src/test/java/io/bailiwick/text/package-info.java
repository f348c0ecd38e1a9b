/** Tests of how texts may be spelled. */
package io.bailiwick.text;
