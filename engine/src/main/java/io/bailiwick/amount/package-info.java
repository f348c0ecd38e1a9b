/** What is counted: a unit and a whole number of its smallest denomination, never a fraction. */
package io.bailiwick.amount;
