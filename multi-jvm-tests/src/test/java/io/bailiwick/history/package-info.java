/** What clients asked for and what they were told: the only witness of what must be there. */
package io.bailiwick.history;
