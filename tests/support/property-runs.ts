/** So many runs of a property, or as many as fit into a time that a busy machine needs for a few: one is always whole. */
export function runsOf(numRuns: number) {
  return { numRuns, interruptAfterTimeLimit: 15_000, markInterruptAsFailure: false }
}
