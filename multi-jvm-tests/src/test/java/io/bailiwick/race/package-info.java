/** Many clients for the same thing at the same moment: exactly one outcome, and the money right. */
package io.bailiwick.race;
