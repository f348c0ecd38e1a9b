/** The table of operations, compared with the document. */
package io.bailiwick.http.route;
