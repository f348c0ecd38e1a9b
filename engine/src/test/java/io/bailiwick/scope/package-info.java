/** What the rules of one scope say, apart from everything around them. */
package io.bailiwick.scope;
