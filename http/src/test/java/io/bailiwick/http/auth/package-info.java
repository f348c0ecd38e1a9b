/** Who may come in, and with what. */
package io.bailiwick.http.auth;
