/** API keys: who a client is, what its key allows and where, and how long it is good for. */
package io.bailiwick.apikey;
