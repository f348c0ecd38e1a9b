/**
 * Servers with one thing wrong in their code, so that it is seen that the tests notice. The code is
 * changed when it is loaded, by an agent that only these tests have: no setting of the packaged
 * server leads there.
 */
package io.bailiwick.defect;
