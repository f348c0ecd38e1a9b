/** Every way of being refused: its code, its status, its details, and what outranks what. */
package io.bailiwick.refusal;
