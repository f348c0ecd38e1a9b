/** Every refusal has its place in the document. */
package io.bailiwick.http.error;
