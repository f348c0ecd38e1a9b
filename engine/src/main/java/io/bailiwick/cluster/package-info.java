/**
 * What an operator sees of the cluster, and may ask of it: members, who has which shards, what
 * moves, how the journal does. Values only; how they are gathered is the hosts' affair.
 */
package io.bailiwick.cluster;
