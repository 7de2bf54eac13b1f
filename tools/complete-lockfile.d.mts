type Lock = { packages: Record<string, Record<string, unknown>> };

export function readPlatform(name: string): { os?: string; cpu?: string; libc?: string };
export function completeLock(lock: Lock): { added: string[]; skipped: string[]; stripped: number };
