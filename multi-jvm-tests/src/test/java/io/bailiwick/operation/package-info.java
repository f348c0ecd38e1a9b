/** What is true of every operation of the document alike; a new one without a case fails. */
package io.bailiwick.operation;
