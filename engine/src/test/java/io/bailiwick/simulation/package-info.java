/**
 * The engine in one thread from one seed: the real participants in a made-up cluster in which
 * everything goes wrong, judged by invariants after every step. A run that fails is made smaller
 * and told as a history. Faults that are put in on purpose show that it can fail.
 *
 * <pre>
 * mvn -q -pl engine -am test -Dtest=SimulationTest -Dsurefire.failIfNoSpecifiedTests=false
 *   -Dbailiwick.sim.seeds=20000 -Dbailiwick.sim.first=1   any number of seeds, from any on
 *   -Dbailiwick.sim.seed=4711                             one seed, with its history
 * </pre>
 */
package io.bailiwick.simulation;
