/**
 * Connections: who may have one, how long a request may take to come in, and how all of it ends.
 */
package io.bailiwick.http.listen;
