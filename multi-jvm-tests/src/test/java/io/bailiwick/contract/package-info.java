/**
 * Judges answers of a server by the document that the same server serves at {@code /openapi.yaml}:
 * what is not written there, or is written otherwise, is a fault of one of the two. Other tests
 * send every answer they get through {@link io.bailiwick.contract.ResponseContract}.
 */
package io.bailiwick.contract;
