/** Tests of records as they are stored, listed and forgotten. */
package io.bailiwick.record.query;
