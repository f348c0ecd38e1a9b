/** Canonical JSON, judged by the vectors of its standard. */
package io.bailiwick.http.canonical;
