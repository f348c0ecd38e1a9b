/** Tests of sums of charges. */
package io.bailiwick.spend.query;
