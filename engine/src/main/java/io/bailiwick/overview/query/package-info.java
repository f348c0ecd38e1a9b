/** How everything stands, in one look: numbers and the first rows of the lists that they are of. */
package io.bailiwick.overview.query;
