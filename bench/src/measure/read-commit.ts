import { spawnSync } from 'node:child_process';

/** The commit that was measured; `+` when files of the product differ from it. Results themselves do not count. */
export function readCommit(root: string): string {
  const git = (...args: string[]): string | undefined => {
    const { status, stdout } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
    return status === 0 ? stdout.trim() : undefined;
  };
  const commit = git('rev-parse', '--short=12', 'HEAD');
  if (commit === undefined) return 'unknown';
  const changed = git('status', '--porcelain', '--', 'packages', 'services', 'bench/src');
  return changed ? `${commit}+` : commit;
}
