/** `roomy`: for who handles every change there is, and would else spend a fifth of its time on collecting garbage. */
export type Heap = 'lean' | 'roomy';

/**
 * Seven heaps share a machine, so each is kept near what its work needs. Left to itself, Node lets the young generation of each grow to
 * 128 MB, of which a batch needs a few, and lets garbage of four times what lives lie in the old one.
 */
const OLD_SPACE_MB = 32;
const nearItsNeed = (youngMb: number, growingPercent: number): readonly string[] => [
  `--max-semi-space-size=${youngMb}`,
  `--initial-old-space-size=${OLD_SPACE_MB}`,
  `--heap-growing-percent=${growingPercent}`,
  // A thread that rests gives back what it does not need: shrinkWhenIdle of @told/service.
  '--expose-gc',
];
export const SERVICE_NODE_FLAGS: Readonly<Record<Heap, readonly string[]>> = {
  lean: nearItsNeed(8, 70),
  roomy: nearItsNeed(16, 120),
};

/**
 * glibc's allocator keeps what threads have freed, each in an arena of its own: here they share two, and give back what lies unused at the
 * end. Other C libraries do not read these.
 */
export const SERVICE_MALLOC: Readonly<Record<string, string>> = {
  MALLOC_ARENA_MAX: '2',
  MALLOC_TRIM_THRESHOLD_: String(4 * 1024 * 1024),
  MALLOC_MMAP_THRESHOLD_: String(1024 * 1024),
};
