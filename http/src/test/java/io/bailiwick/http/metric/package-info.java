/** Tests of what is measured. */
package io.bailiwick.http.metric;
