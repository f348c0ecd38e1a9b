/** The close of a tenant: what is said before it, and what becomes of it when the server dies. */
package io.bailiwick.close;
