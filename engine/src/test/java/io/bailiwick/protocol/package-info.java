/** What participants say to each other, apart from who says it. */
package io.bailiwick.protocol;
