/** Tests of connections: what is read of them, and that every request is answered in time. */
package io.bailiwick.http.listen;
