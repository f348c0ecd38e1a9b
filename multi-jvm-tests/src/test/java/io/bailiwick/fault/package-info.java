/** What goes wrong with processes and stores, on purpose, while clients go on. */
package io.bailiwick.fault;
