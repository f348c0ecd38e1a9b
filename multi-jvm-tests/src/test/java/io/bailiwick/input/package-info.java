/** What nobody should send: answered with the right error, and without harm to anybody else. */
package io.bailiwick.input;
