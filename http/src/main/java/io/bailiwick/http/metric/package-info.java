/**
 * What is measured, under the names that dashboards of the protocol know where there are such. No
 * series has a tenant in it: there can be any number of them, and nobody is to see another's.
 */
package io.bailiwick.http.metric;
