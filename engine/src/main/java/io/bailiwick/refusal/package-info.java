/** Why something is refused: one ordered list of codes, and the figures that explain a refusal. */
package io.bailiwick.refusal;
