package io.bailiwick.bench;

import java.util.Map;
import java.util.Optional;

/**
 * What the operating system says at one time.
 *
 * @param processes what each has used so far, by name; none where there is no /proc
 * @param machine the processors; nothing where there is no /proc
 */
record Usage(Map<String, Proc.Used> processes, Optional<Machine> machine) {}
