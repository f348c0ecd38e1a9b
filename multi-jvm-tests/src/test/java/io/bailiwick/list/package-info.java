/** Every list: its filters, its orders, its pages. */
package io.bailiwick.list;
