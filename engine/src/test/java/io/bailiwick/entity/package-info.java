/** The hosts of participants on a real actor system, with toy and with real participants. */
package io.bailiwick.entity;
