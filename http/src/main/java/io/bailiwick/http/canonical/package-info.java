/**
 * The one text of a JSON value (RFC 8785). Two requests are the same exactly if their canonical
 * texts are, and what the engine keeps of subjects, actions and metadata is canonical text.
 */
package io.bailiwick.http.canonical;
